package polyclinic.gateway.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import polyclinic.gateway.limits.RateLimit;

/** Redis is asked, but never keeps the gateway from serving: without it each gateway counts alone. */
@Readiness
@ApplicationScoped
class GatewayReadiness implements AsyncHealthCheck {

    private final RateLimit limits;

    GatewayReadiness(RateLimit limits) {
        this.limits = limits;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .completionStage(() -> limits.ping().toCompletionStage())
                .map(pong -> "shared in redis")
                .onFailure()
                .recoverWithItem("local, redis is away")
                .map(state -> HealthCheckResponse.named("rate limits")
                        .up()
                        .withData("counted", state)
                        .build());
    }
}
