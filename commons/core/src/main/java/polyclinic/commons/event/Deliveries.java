package polyclinic.commons.event;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import polyclinic.commons.problem.Transient;

/**
 * How every listener treats a delivery. A store that is away is waited for, however long it takes, because skipping an
 * event would lose it. Anything else is tried {@value #ATTEMPTS} times and then handed to the dead-letter topic (by the
 * channel's failure strategy), so that a poison event never blocks the ones behind it.
 */
@ApplicationScoped
public class Deliveries {
    private static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5000;

    public Uni<Void> handle(ConsumerRecord<String, String> message, Function<CloudEvent, Uni<Void>> handler) {
        CloudEvent event;
        try {
            event = CloudEvent.of(message);
        } catch (CloudEvent.MalformedEvent poison) {
            Log.warn(poison.getMessage());
            return Uni.createFrom().failure(poison);
        }
        return attempt(event, handler, 1);
    }

    private Uni<Void> attempt(CloudEvent event, Function<CloudEvent, Uni<Void>> handler, int attempt) {
        return Uni.createFrom().deferred(() -> handler.apply(event)).onFailure().recoverWithUni(failure -> {
            boolean passes = Transient.is(failure);
            if (!passes && attempt >= ATTEMPTS) {
                Log.errorf(failure, "event type=%s id=%s goes to the dead-letter topic", event.type(), event.id());
                return Uni.createFrom().failure(failure);
            }
            Log.warnf(
                    "event type=%s id=%s attempt=%d failed: %s",
                    event.type(), event.id(), attempt, failure.getClass().getName());
            return pause(attempt).chain(() -> attempt(event, handler, attempt + 1));
        });
    }

    /** Waits and comes back on the same Vert.x context, which Hibernate Reactive insists on. */
    private static Uni<Void> pause(int attempt) {
        long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(attempt - 1, 10));
        Context context = Vertx.currentContext();
        return Uni.createFrom().emitter(emitter -> context.owner()
                .setTimer(pause, timer -> context.runOnContext(back -> emitter.complete(null))));
    }
}
