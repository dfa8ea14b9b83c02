package polyclinic.asset.sweeping;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.asset.blobs.Blob;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.catalogue.Asset;
import polyclinic.asset.catalogue.Assets;
import polyclinic.asset.catalogue.Removing;
import polyclinic.commons.mongo.Lease;

/**
 * Brings blobs and metadata back together after crashes. One replica at a time walks through both in the order of their
 * keys, page by page, and repairs what is only on one side, or in a state that nobody will finish.
 *
 * <p>Two sweepers cannot harm each other: a document is changed under the fencing token of the sweep, and a blob is only
 * deleted when its document is claimed for deletion or does not exist. An upload writes its document before its blob, so
 * a blob without one is no upload that is just running.
 */
@ApplicationScoped
public class Sweeper {
    private static final String LEASE = "asset-sweeper";
    /** More missing blobs than this in one page, and most of it: the wrong bucket is likelier than a loss. */
    private static final int SUSPICIOUS = 20;

    private final Assets assets;
    private final BlobStore blobs;
    private final Clock clock;
    private final Lease lease;
    private final MeterRegistry metrics;
    private final Removing removing;
    private final SpoolFolder spool;
    private final SweeperConfig config;
    private final String self;

    Sweeper(
            Assets assets,
            BlobStore blobs,
            Clock clock,
            Lease lease,
            MeterRegistry metrics,
            Removing removing,
            SpoolFolder spool,
            SweeperConfig config,
            @ConfigProperty(name = "quarkus.application.name") String self) {
        this.assets = assets;
        this.blobs = blobs;
        this.clock = clock;
        this.lease = lease;
        this.metrics = metrics;
        this.removing = removing;
        this.spool = spool;
        this.config = config;
        this.self = self;
        for (Findings finding : Findings.values()) counted(finding, 0);
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

    /** One whole sweep. @return what it found, or null when another replica has the turn */
    public Uni<Map<Findings, Integer>> sweep() {
        Map<Findings, Integer> found = Collections.synchronizedMap(new EnumMap<>(Findings.class));
        return spool.clear(clock.instant().minus(config.spoolGrace()))
                .invoke(files -> count(found, Findings.SPOOLED_FILE, files))
                .chain(() -> lease.take(LEASE, config.turn()))
                .chain(token -> token == null
                        ? Uni.createFrom().nullItem()
                        : sweep(new Sweep(token, clock.instant().minus(config.grace()), found)));
    }

    /** @param old what is not older than this is left alone */
    private record Sweep(long token, Instant old, Map<Findings, Integer> found) {}

    private Uni<Map<Findings, Integer>> sweep(Sweep sweep) {
        return expire(sweep)
                .chain(() -> compare(sweep, null))
                .chain(() -> blobs.clearLeftovers(sweep.old()))
                .invoke(parts -> count(sweep.found(), Findings.LEFTOVER, parts))
                .chain(() -> assets.dropReceipts(clock.instant().minus(config.receipts())))
                .invoke(() -> {
                    if (!sweep.found().isEmpty()) Log.infof("sweep %d found %s", sweep.token(), sweep.found());
                })
                .replaceWith(sweep.found());
    }

    private Uni<Void> expire(Sweep sweep) {
        return assets.expired(clock.instant(), config.page())
                .chain(expired -> each(expired, asset -> removing.remove(asset, self, "expired")
                        .invoke(done -> count(sweep.found(), Findings.EXPIRED, done ? 1 : 0))));
    }

    // --- comparing both sides ---

    /** One page of blobs and the documents in the same stretch of keys; then the next. */
    private Uni<Void> compare(Sweep sweep, String after) {
        return blobs.list(after, config.page()).chain(listed -> assets.accountable(after, config.page())
                .chain(documents -> compare(sweep, after, listed, documents)));
    }

    private Uni<Void> compare(Sweep sweep, String after, List<Blob> listed, List<Asset> documents) {
        String end = end(listed, documents);
        Map<String, Blob> stored = new TreeMap<>();
        for (Blob blob : listed) if (end == null || blob.key().compareTo(end) <= 0) stored.put(blob.key(), blob);
        List<Asset> without = new ArrayList<>();
        List<Asset> with = new ArrayList<>();
        List<Blob> blobsOf = new ArrayList<>();
        int checked = 0;
        for (Asset asset : documents) {
            if (end != null && asset.id.compareTo(end) > 0) break;
            checked++;
            Blob blob = stored.remove(asset.id);
            if (blob == null) without.add(asset);
            else {
                with.add(asset);
                blobsOf.add(blob);
            }
        }
        long missing = without.stream()
                .filter(asset -> asset.status == Asset.Status.STORED)
                .count();
        boolean suspicious = missing > SUSPICIOUS && missing * 2 > checked;
        if (suspicious)
            Log.errorf("%d of %d assets have no blob: is this the right bucket? Nothing is changed", missing, checked);
        List<Blob> unclaimed = List.copyOf(stored.values());
        return each(indices(with), i -> both(sweep, with.get(i), blobsOf.get(i)))
                .chain(() -> each(
                        without,
                        asset -> suspicious && asset.status == Asset.Status.STORED
                                ? Uni.createFrom().voidItem()
                                : documentOnly(sweep, asset)))
                .chain(() -> each(unclaimed, blob -> blobOnly(sweep, blob)))
                .chain(() -> end == null ? Uni.createFrom().voidItem() : next(sweep, end));
    }

    /** The last key that both pages are known to cover, or null when both are the last. */
    private String end(List<Blob> listed, List<Asset> documents) {
        String lastBlob = listed.size() < config.page()
                ? null
                : listed.get(listed.size() - 1).key();
        String lastDocument = documents.size() < config.page() ? null : documents.get(documents.size() - 1).id;
        if (lastBlob == null) return lastDocument;
        if (lastDocument == null) return lastBlob;
        return lastBlob.compareTo(lastDocument) < 0 ? lastBlob : lastDocument;
    }

    /** Whoever lost the turn in the middle stops. */
    private Uni<Void> next(Sweep sweep, String end) {
        return lease.take(LEASE, config.turn())
                .chain(token -> token != null && token == sweep.token()
                        ? compare(sweep, end)
                        : Uni.createFrom().voidItem());
    }

    // --- repairs ---

    private Uni<Void> both(Sweep sweep, Asset asset, Blob blob) {
        return switch (asset.status) {
            case STORING -> dead(sweep, asset);
            case DELETED -> finishDelete(sweep, asset);
            case STORED -> {
                if (blob.size() != asset.size) {
                    Log.errorf("blob of asset id=%s has %d of %d bytes", asset.id, blob.size(), asset.size);
                    count(sweep.found(), Findings.DAMAGED_BLOB, 1);
                }
                yield asset.missingSince == null
                        ? Uni.createFrom().voidItem()
                        : assets.missing(asset, null, sweep.token())
                                .invoke(done -> count(sweep.found(), Findings.FOUND_BLOB, done == null ? 0 : 1))
                                .replaceWithVoid();
            }
        };
    }

    private Uni<Void> documentOnly(Sweep sweep, Asset asset) {
        return switch (asset.status) {
            case STORING -> dead(sweep, asset);
            case DELETED -> finishDelete(sweep, asset);
            case STORED ->
                asset.storedAt.isAfter(sweep.old()) ? Uni.createFrom().voidItem() : missing(sweep, asset);
        };
    }

    private Uni<Void> dead(Sweep sweep, Asset asset) {
        if (!asset.storingUntil.isBefore(sweep.old())) return Uni.createFrom().voidItem();
        return assets.abandonDead(asset, clock.instant(), sweep.token())
                .chain(mine -> mine == null
                        ? Uni.createFrom().voidItem()
                        : blobs.delete(mine.id)
                                .chain(() -> assets.blobGone(mine))
                                .invoke(() -> count(sweep.found(), Findings.DEAD_UPLOAD, 1)));
    }

    private Uni<Void> finishDelete(Sweep sweep, Asset asset) {
        return blobs.delete(asset.id)
                .chain(() -> assets.blobGone(asset))
                .invoke(() -> count(sweep.found(), Findings.UNFINISHED_DELETE, 1));
    }

    /** The list said so; the store is asked once more by key before anybody believes it. */
    private Uni<Void> missing(Sweep sweep, Asset asset) {
        return blobs.find(asset.id).chain(blob -> {
            if (blob != null) return Uni.createFrom().voidItem();
            Instant now = clock.instant();
            if (asset.missingSince == null) {
                Log.errorf("asset id=%s has no blob", asset.id);
                return assets.missing(asset, now, sweep.token())
                        .invoke(done -> count(sweep.found(), Findings.MISSING_BLOB, done == null ? 0 : 1))
                        .replaceWithVoid();
            }
            if (asset.missingSince.isAfter(now.minus(config.missingGrace())))
                return Uni.createFrom().voidItem();
            return removing.remove(asset, self, "blob-lost")
                    .invoke(done -> count(sweep.found(), Findings.LOST_BLOB, done ? 1 : 0))
                    .replaceWithVoid();
        });
    }

    /** The page of documents left out tombstones, so the document is asked for before its blob is called an orphan. */
    private Uni<Void> blobOnly(Sweep sweep, Blob blob) {
        if (!blob.modifiedAt().isBefore(sweep.old())) return Uni.createFrom().voidItem();
        return assets.findById(blob.key())
                .chain(asset -> asset != null && asset.status != Asset.Status.DELETED
                        ? Uni.createFrom().voidItem()
                        : blobs.delete(blob.key()).invoke(() -> count(sweep.found(), Findings.ORPHAN_BLOB, 1)));
    }

    // --- plumbing ---

    private static <T> Uni<Void> each(List<T> items, java.util.function.Function<T, Uni<?>> step) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> step.apply(item).replaceWith(item))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static List<Integer> indices(List<?> list) {
        return java.util.stream.IntStream.range(0, list.size()).boxed().toList();
    }

    private void count(Map<Findings, Integer> found, Findings finding, int more) {
        if (more == 0) return;
        found.merge(finding, more, Integer::sum);
        counted(finding, more);
    }

    private void counted(Findings finding, int more) {
        metrics.counter("polyclinic.sweeper.findings", "finding", finding.name().toLowerCase(Locale.ROOT))
                .increment(more);
    }
}
