package polyclinic.commons.messaging;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import polyclinic.commons.problem.TransientFailures;

/**
 * How every listener treats what a poll brings; the poll is acknowledged when all of it has had its effect or is a dead
 * letter. A store that is away is waited for, however long it takes, because skipping an event would lose it. Anything else
 * is tried {@value #ATTEMPTS} times and then set aside, so that a poison event never blocks the ones behind it.
 */
@ApplicationScoped
public class EventConsumer {
    private static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5000;

    private final DeadLetters deadLetters;

    EventConsumer(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** One effect for each event, in order. */
    public Uni<Void> oneByOne(ConsumerRecords<String, String> poll, Function<CloudEvent, Uni<Void>> handler) {
        return read(poll).chain(arrivals -> oneByOne(arrivals, handler));
    }

    /**
     * One effect for all events of a poll, so that a hundred of them cost little more than one. The handler is called again,
     * with the whole or with single events, when something fails: it must stand any event twice and in any order.
     */
    public Uni<Void> together(ConsumerRecords<String, String> poll, Function<List<CloudEvent>, Uni<Void>> handler) {
        return read(poll).chain(arrivals -> arrivals.isEmpty() ? nothing() : together(arrivals, handler, 1));
    }

    private Uni<Void> together(List<Arrival> arrivals, Function<List<CloudEvent>, Uni<Void>> handler, int attempt) {
        List<CloudEvent> events = arrivals.stream().map(Arrival::event).toList();
        return Uni.createFrom()
                .deferred(() -> handler.apply(events))
                .onFailure()
                .recoverWithUni(failure -> {
                    Log.warnf("%d events attempt=%d failed: %s", events.size(), attempt, name(failure));
                    if (!TransientFailures.is(failure)) return oneByOne(arrivals, event -> handler.apply(List.of(event)));
                    return pause(attempt).chain(() -> together(arrivals, handler, attempt + 1));
                });
    }

    private Uni<Void> oneByOne(List<Arrival> arrivals, Function<CloudEvent, Uni<Void>> handler) {
        return inOrder(arrivals, arrival -> attempt(arrival, handler, 1));
    }

    private Uni<Void> attempt(Arrival arrival, Function<CloudEvent, Uni<Void>> handler, int attempt) {
        CloudEvent event = arrival.event();
        return TraceContext.of(event, () -> handler.apply(event)).onFailure().recoverWithUni(failure -> {
            Log.warnf("event type=%s id=%s attempt=%d failed: %s", event.type(), event.id(), attempt, name(failure));
            return !TransientFailures.is(failure) && attempt >= ATTEMPTS
                    ? setAside(arrival.message(), reason(failure), 1)
                    : pause(attempt).chain(() -> attempt(arrival, handler, attempt + 1));
        });
    }

    /** What is no event at all is set aside before the others have their effect. */
    private Uni<List<Arrival>> read(ConsumerRecords<String, String> poll) {
        List<Arrival> good = new ArrayList<>(poll.count());
        Map<ConsumerRecord<String, String>, String> poison = new LinkedHashMap<>();
        for (ConsumerRecord<String, String> message : poll) {
            try {
                good.add(new Arrival(message, CloudEvent.of(message)));
            } catch (CloudEvent.MalformedEvent malformed) {
                poison.put(message, malformed.reason());
            }
        }
        return inOrder(poison.entrySet(), entry -> setAside(entry.getKey(), entry.getValue(), 1))
                .replaceWith(good);
    }

    private Uni<Void> setAside(ConsumerRecord<String, String> message, String reason, int attempt) {
        return Uni.createFrom()
                .deferred(() -> deadLetters.send(message, reason))
                .onFailure()
                .recoverWithUni(away -> {
                    Log.warnf("the dead-letter topic takes nothing, attempt=%d: %s", attempt, name(away));
                    return pause(attempt).chain(() -> setAside(message, reason, attempt + 1));
                });
    }

    private static <T> Uni<Void> inOrder(Collection<T> items, Function<T, Uni<Void>> each) {
        if (items.isEmpty()) return nothing();
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(each::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private static String reason(Throwable failure) {
        return failure instanceof CloudEvent.MalformedEvent malformed ? malformed.reason() : name(failure);
    }

    /** No message: it may quote what a patient's record says. */
    private static String name(Throwable failure) {
        return failure.getClass().getName();
    }

    /** Waits and comes back on the same Vert.x context, which Hibernate Reactive insists on. */
    private static Uni<Void> pause(int attempt) {
        long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(attempt - 1, 10));
        Context context = Vertx.currentContext();
        return Uni.createFrom().emitter(emitter -> context.owner()
                .setTimer(pause, timer -> context.runOnContext(back -> emitter.complete(null))));
    }

    private record Arrival(ConsumerRecord<String, String> message, CloudEvent event) {}
}
