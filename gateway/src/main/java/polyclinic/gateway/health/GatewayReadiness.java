package polyclinic.gateway.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import polyclinic.gateway.ratelimit.RateLimiter;

/** Reports whether Redis is available, but is always up: without Redis each gateway counts requests alone. */
@Readiness
@ApplicationScoped
class GatewayReadiness implements AsyncHealthCheck {

    private final RateLimiter rateLimiter;

    GatewayReadiness(RateLimiter rateLimiter) {
        this.rateLimiter = rateLimiter;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .completionStage(() -> rateLimiter.ping().toCompletionStage())
                .map(pong -> "shared in redis")
                .onFailure()
                .recoverWithItem("local, redis is away")
                .map(state -> HealthCheckResponse.named("rate limits")
                        .up()
                        .withData("counted", state)
                        .build());
    }
}
