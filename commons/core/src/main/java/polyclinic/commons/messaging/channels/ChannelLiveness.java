package polyclinic.commons.messaging.channels;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether every channel still brings messages. Consumers wait for what is away and set aside what is poison, so a poll fails only
 * by a mistake of ours; its channel is then closed for good ({@code failure-strategy=fail}), while all else goes on. Only a
 * restart opens it again: the check is one of liveness ({@code /q/health/live}). SmallRye's own would also count failures that it
 * has recovered from, and restart every service after an outage of Kafka.
 */
@Default
@Liveness
@ApplicationScoped
public class ChannelLiveness implements HealthCheck {
    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    /**
     * Does the work of a poll.
     *
     * @param topic whose channel its failure closes
     */
    public Uni<Void> watch(String topic, Supplier<Uni<Void>> poll) {
        return Uni.createFrom().deferred(poll::get).onFailure().invoke(failure -> {
            closed.add(topic);
            Log.errorf(
                    "topic=%s: its channel is closed by %s; the service has to be restarted",
                    topic, failure.getClass().getName());
        });
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("channels")
                .status(closed.isEmpty())
                .withData("closed", String.join(" ", new TreeSet<>(closed)))
                .build();
    }
}
