package polyclinic.commons.messaging;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether Kafka answers. It is a wellness check ({@code /q/health/well}), no readiness check: without Kafka a service goes
 * on taking work, which waits in the outbox.
 */
@Wellness
@ApplicationScoped
class KafkaHealth implements AsyncHealthCheck {
    private final KafkaSender sender;

    KafkaHealth(KafkaSender sender) {
        this.sender = sender;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return sender.reachable()
                .map(up -> HealthCheckResponse.named("kafka").status(up).build());
    }
}
