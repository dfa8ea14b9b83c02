package polyclinic.commons.messaging;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import polyclinic.commons.async.SameContext;

/**
 * Whether Kafka answers. It is a wellness check ({@code /q/health/well}), no readiness check: without Kafka a service goes
 * on taking work, which waits in the outbox. An answer counts for {@value #FRESH_S} s, however many ask.
 */
@Wellness
@ApplicationScoped
class KafkaHealth implements AsyncHealthCheck {
    private static final int FRESH_S = 5;

    private final Uni<Boolean> reachable;

    KafkaHealth(KafkaSender sender) {
        this.reachable =
                Uni.createFrom().deferred(sender::reachable).memoize().forFixedDuration(Duration.ofSeconds(FRESH_S));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return SameContext.emitOn(reachable)
                .map(up -> HealthCheckResponse.named("kafka").status(up).build());
    }
}
