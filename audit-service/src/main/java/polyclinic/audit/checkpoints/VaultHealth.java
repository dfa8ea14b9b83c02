package polyclinic.audit.checkpoints;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether S3 answers. It is a wellness check, no readiness check: without S3 the service goes on taking entries, and
 * checkpoints wait in the database.
 */
@Wellness
@ApplicationScoped
class VaultHealth implements AsyncHealthCheck {
    private final Vault vault;

    VaultHealth(Vault vault) {
        this.vault = vault;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return vault.answers()
                .map(up -> HealthCheckResponse.named("s3").status(up).build());
    }
}
