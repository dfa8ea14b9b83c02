package polyclinic.asset.upload;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetQueries;
import polyclinic.asset.assets.AssetStatus;
import polyclinic.asset.assets.AssetView;
import polyclinic.asset.assets.Assets;
import polyclinic.commons.web.Answer;

/**
 * A repeated upload. The receipt was written before the bytes were stored, so it is answered only once they are: the first
 * request has answered, is still running, has failed or has died.
 */
@ApplicationScoped
class UploadReplay {
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    /** The first request took back what it had done, so the repeated one is to begin again. */
    static final class FirstUploadFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Assets assets;
    private final AssetQueries queries;
    private final ContentStorage storage;
    private final Clock clock;

    UploadReplay(Assets assets, AssetQueries queries, ContentStorage storage, Clock clock) {
        this.assets = assets;
        this.queries = queries;
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Returns the asset as soon as its bytes are stored; stores them itself when the first request died. Fails with
     * {@link FirstUploadFailed} when the first request has failed.
     */
    Uni<Answer<AssetView>> settle(UploadPlan plan, UUID id) {
        return assets.findById(id.toString()).chain(asset -> {
            if (hasFailed(asset)) return Uni.createFrom().failure(new FirstUploadFailed());
            if (asset.status() != AssetStatus.STORING) return queries.reread(id);
            return isDead(asset) ? takeOver(plan, id, asset) : waitFor(plan).chain(() -> settle(plan, id));
        });
    }

    private Uni<Answer<AssetView>> takeOver(UploadPlan plan, UUID id, Asset dead) {
        return assets.takeOver(dead, clock.instant())
                .chain(mine -> mine == null
                        ? pause().chain(() -> settle(plan, id))
                        : storage.store(mine, plan.upload().file(), plan.writtenFor())
                                .chain(() -> queries.reread(id)));
    }

    /** Waits for a moment; fails with {@link UploadInProgress} when this request has waited long enough. */
    Uni<Void> waitFor(UploadPlan plan) {
        return plan.waitUntil().isBefore(clock.instant()) ? Uni.createFrom().failure(new UploadInProgress()) : pause();
    }

    /** Comes back to the request's own context. */
    private static Uni<Void> pause() {
        Context context = Vertx.currentContext();
        return Uni.createFrom().emitter(emitter -> context.owner()
                .setTimer(RETRY_DELAY.toMillis(), due -> context.runOnContext(back -> emitter.complete(null))));
    }

    /** Whether the first request took back what it had done. */
    private static boolean hasFailed(@Nullable Asset asset) {
        return asset == null || asset.status() == AssetStatus.DELETED && asset.storedAt() == null;
    }

    private boolean isDead(Asset asset) {
        Instant until = asset.storingUntil();
        return until != null && until.isBefore(clock.instant());
    }
}
