package polyclinic.asset.consistency;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.announcement.AnnouncedUploads;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.quotas.UploadQuota;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.mongo.Lease;

/**
 * Brings blobs and metadata back together after crashes. One replica at a time finishes what no request will finish, and once
 * a day walks through both sides in the order of their keys, page by page, for what is only on one.
 *
 * <p>Two sweepers cannot harm each other: a document is changed under the fencing token of the sweep, and a blob is only
 * deleted when its document is claimed for deletion or does not exist. An upload writes its document before its blob, so
 * a blob without one does not belong to an upload that is still running.
 */
@ApplicationScoped
@Startup
class Sweeper {
    private static final String LEASE = "asset-sweeper";

    private final Assets assets;
    private final BlobStore blobs;
    private final Clock clock;
    private final Lease lease;
    private final MeterRegistry metrics;
    private final AssetRepair repair;
    private final AnnouncedUploads announced;
    private final UploadExpiry expiry;
    private final UploadQuota quota;
    private final SpoolFolder spool;
    private final SweepProgress progress;
    private final SweeperConfig config;
    private final BackgroundWork work;

    Sweeper(
            Assets assets,
            BlobStore blobs,
            Clock clock,
            Lease lease,
            MeterRegistry metrics,
            AssetRepair repair,
            AnnouncedUploads announced,
            UploadExpiry expiry,
            UploadQuota quota,
            SpoolFolder spool,
            SweepProgress progress,
            SweeperConfig config,
            Hold hold) {
        this.assets = assets;
        this.blobs = blobs;
        this.clock = clock;
        this.lease = lease;
        this.metrics = metrics;
        this.repair = repair;
        this.announced = announced;
        this.expiry = expiry;
        this.quota = quota;
        this.spool = spool;
        this.progress = progress;
        this.config = config;
        this.work = hold.background("sweep");
        Sweep.register(metrics);
    }

    @Scheduled(
            every = "${polyclinic.sweeper.every:5m}",
            delayed = "${polyclinic.sweeper.delay:30s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> scheduled() {
        return sweep().onFailure()
                .invoke(failure -> Log.warnf("the sweep broke off and will be repeated: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Sweeps once. Returns what it found, or null when another replica has the turn. */
    Uni<@Nullable Map<SweepFinding, Integer>> sweep() {
        Sweep sweep = new Sweep(metrics, clock.instant().minus(config.grace()));
        return spool.clear(clock.instant().minus(config.spoolGrace()))
                .invoke(files -> sweep.count(SweepFinding.SPOOLED_FILE, files))
                .chain(() -> work.whenReleased(() -> lease.take(LEASE, config.turn())))
                .chain(token -> token == null ? Uni.createFrom().nullItem() : sweep(sweep, token));
    }

    private Uni<Map<SweepFinding, Integer>> sweep(Sweep sweep, long token) {
        sweep.begin(token);
        return assets.expired(clock.instant(), config.page())
                .chain(expired -> each(expired, asset -> repair.expired(sweep, asset)))
                .chain(() -> assets.unfinished(sweep.old(), config.page()))
                .chain(unfinished -> each(unfinished, asset -> repair.unfinished(sweep, asset)))
                .chain(() -> announced.due(clock.instant(), config.page()))
                .chain(due -> each(due, upload -> expiry.expire(sweep, upload)))
                .chain(() -> announced.staged(config.page()))
                .chain(staged -> each(staged, expiry::clear))
                .chain(() -> work.whenReleased(() -> expiry.forget(sweep)))
                .chain(() -> work.whenReleased(quota::forget))
                .chain(progress::get)
                .call(reached -> compare(sweep, reached))
                .chain(reached -> work.whenReleased(() -> clearLeftovers(sweep, reached)))
                .invoke(() -> {
                    if (!sweep.findings().isEmpty()) Log.infof("sweep %d found %s", token, sweep.findings());
                })
                .replaceWith(sweep.findings());
    }

    /**
     * Page by page, to the end of the portion, or until another replica has taken the turn. It reads every blob's entry and every
     * document, so it is not for every sweep; what is known to be unfinished is found without it.
     */
    private Uni<Void> compare(Sweep sweep, SweepProgress.Reached reached) {
        Instant now = clock.instant();
        if (!reached.isDue(now, config.comparison())) return Uni.createFrom().voidItem();
        AtomicReference<@Nullable String> after = new AtomicReference<>(reached.after());
        AtomicInteger pages = new AtomicInteger();
        AtomicBoolean mine = new AtomicBoolean(true);
        return AsyncLoop.whileMore(() -> page(after.get())
                        .call(page -> repair(sweep, page))
                        .invoke(page -> after.set(page.end()))
                        .chain(page -> page.end() == null || pages.incrementAndGet() == config.portion()
                                ? Uni.createFrom().item(false)
                                : keepTurn(sweep).invoke(mine::set)))
                .chain(() -> mine.get()
                        ? progress.compared(reached.begun(now), after.get())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> clearLeftovers(Sweep sweep, SweepProgress.Reached reached) {
        return blobs.clearLeftovers(reached.leftovers(), sweep.old())
                .invoke(parts -> sweep.count(SweepFinding.LEFTOVER, parts))
                .chain(() -> progress.cleared(sweep.old()));
    }

    private Uni<SweepPage> page(@Nullable String after) {
        return blobs.list(after, config.page()).chain(listed -> assets.accountable(after, config.page())
                .map(documents -> SweepPage.of(listed, documents, config.page())));
    }

    private Uni<Boolean> keepTurn(Sweep sweep) {
        return work.whenReleased(() -> lease.take(LEASE, config.turn()))
                .map(token -> token != null && token == sweep.token());
    }

    private Uni<Void> repair(Sweep sweep, SweepPage page) {
        if (page.isSuspicious()) {
            Log.errorf(
                    "%d of %d assets have no blob: is this the right bucket? Nothing is changed",
                    page.losses(), page.documents());
            return repairAll(sweep, page.withoutLosses());
        }
        return repairAll(sweep, page);
    }

    private Uni<Void> repairAll(Sweep sweep, SweepPage page) {
        return each(page.pairs(), pair -> repair.pair(sweep, pair.asset(), pair.blob()))
                .chain(() -> each(page.withoutBlob(), asset -> repair.withoutBlob(sweep, asset)))
                .chain(() -> each(page.unclaimed(), blob -> repair.unclaimed(sweep, blob)));
    }

    /** One after the other, and none while the service is held. */
    private <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(
                        item -> work.whenReleased(() -> step.apply(item)).replaceWith(item))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
