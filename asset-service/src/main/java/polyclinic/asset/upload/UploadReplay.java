package polyclinic.asset.upload;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetStatus;
import polyclinic.asset.assets.AssetView;
import polyclinic.asset.assets.Assets;
import polyclinic.commons.web.Answer;

/**
 * A repeated upload. The stored answer was written before the bytes were stored, so it is given only once they are: the
 * first request has answered, is still running, has failed or has died.
 */
@ApplicationScoped
class UploadReplay {
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final Assets assets;
    private final ContentStorage storage;
    private final Clock clock;

    UploadReplay(Assets assets, ContentStorage storage, Clock clock) {
        this.assets = assets;
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Returns the stored answer as soon as it is true; stores the bytes itself when the first request died.
     *
     * @param startAgain the request from its beginning, for when the first one has failed
     */
    Uni<Answer<AssetView>> settle(
            UploadPlan plan, Answer<AssetView> stored, Supplier<Uni<Answer<AssetView>>> startAgain) {
        return assets.findById(id(stored)).chain(asset -> {
            if (hasFailed(asset)) return waitFor(plan).chain(() -> startAgain.get());
            if (asset.status() != AssetStatus.STORING) return Uni.createFrom().item(stored);
            return isDead(asset)
                    ? takeOver(plan, stored, startAgain, asset)
                    : waitFor(plan).chain(() -> settle(plan, stored, startAgain));
        });
    }

    private Uni<Answer<AssetView>> takeOver(
            UploadPlan plan, Answer<AssetView> stored, Supplier<Uni<Answer<AssetView>>> startAgain, Asset dead) {
        return assets.takeOver(dead, clock.instant())
                .chain(mine -> mine == null
                        ? pause().chain(() -> settle(plan, stored, startAgain))
                        : storage.store(mine, plan.upload().file()).replaceWith(stored));
    }

    /** Waits for a moment; fails with {@link UploadInProgress} when this request has waited long enough. */
    private Uni<Void> waitFor(UploadPlan plan) {
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

    private static String id(Answer<AssetView> stored) {
        String location = Objects.requireNonNull(stored.location(), "location");
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
