package polyclinic.asset.blobs;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Asks the blob store itself. A bucket that is missing (a store that came late, or was emptied) is created again. */
@Readiness
@ApplicationScoped
class BlobsHealth implements AsyncHealthCheck {
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(3);

    private final BlobStore blobs;

    BlobsHealth(BlobStore blobs) {
        this.blobs = blobs;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return blobs.check()
                .onFailure()
                .recoverWithUni(() -> blobs.prepare())
                .ifNoItem()
                .after(CHECK_TIMEOUT)
                .fail()
                .map(up -> HealthCheckResponse.up("blobs"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("blobs"));
    }
}
