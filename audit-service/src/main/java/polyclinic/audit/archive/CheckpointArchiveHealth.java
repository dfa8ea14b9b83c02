package polyclinic.audit.archive;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether S3 answers. It is a wellness check, not a readiness check: without S3 the service goes on taking entries, and
 * checkpoints wait in the database.
 */
@Wellness
@ApplicationScoped
class CheckpointArchiveHealth implements AsyncHealthCheck {
    private final ArchiveBucket bucket;

    CheckpointArchiveHealth(ArchiveBucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return bucket.isAvailable()
                .map(up -> HealthCheckResponse.named("s3").status(up).build());
    }
}
