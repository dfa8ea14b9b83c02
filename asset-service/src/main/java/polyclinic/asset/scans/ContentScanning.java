package polyclinic.asset.scans;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.assets.ScanStatus;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.mongo.MongoOutbox;

/**
 * Scans what is stored, one content after the other. What is to be scanned stands in the assets' documents: whoever takes one
 * puts off its next turn, so that no other replica takes it meanwhile and a crash only delays it. What the scanner does not
 * answer for is tried again and again; it stays {@code pending}. A scanner that is away is asked for one content in each turn.
 */
@ApplicationScoped
@Startup
class ContentScanning {
    private static final Duration MAX_RETRY_DELAY = Duration.ofMinutes(10);
    private static final int MAX_DOUBLINGS = 8;

    private final Assets assets;
    private final Audit audit;
    private final BlobStore blobs;
    private final ClamdClient scanner;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final MongoOutbox outbox;
    private final ScanConfig config;
    private final BackgroundWork writes;

    ContentScanning(
            Assets assets,
            Audit audit,
            BlobStore blobs,
            ClamdClient scanner,
            Clock clock,
            MeterRegistry metrics,
            MongoOutbox outbox,
            ScanConfig config,
            Hold hold) {
        this.assets = assets;
        this.audit = audit;
        this.blobs = blobs;
        this.scanner = scanner;
        this.clock = clock;
        this.metrics = metrics;
        this.outbox = outbox;
        this.config = config;
        this.writes = hold.background("scans");
        counter(ScanStatus.CLEAN.name());
        counter(ScanStatus.INFECTED.name());
        counter(Turn.UNANSWERED.name());
    }

    private Counter counter(String result) {
        return Counter.builder("polyclinic.scans")
                .description("Contents that the virus scanner was asked for")
                .tag("result", result.toLowerCase(Locale.ROOT))
                .register(metrics);
    }

    @Scheduled(
            every = "${polyclinic.scan.every:2s}",
            delayed = "${polyclinic.scan.delay:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> scheduled() {
        return scanDue()
                .onFailure()
                .invoke(failure -> Log.warnf("scanning broke off and will be repeated: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Scans what is due, up to the first content without an answer; returns how many have got one. */
    Uni<Integer> scanDue() {
        String address = config.address().orElse(null);
        if (address == null) return Uni.createFrom().item(0);
        return Multi.createBy()
                .repeating()
                .uni(() -> next(address))
                .whilst(state -> state == Turn.ANSWERED)
                .filter(state -> state == Turn.ANSWERED)
                .collect()
                .asList()
                .map(List::size);
    }

    private enum Turn {
        NONE,
        UNANSWERED,
        ANSWERED
    }

    private Uni<Turn> next(String address) {
        Instant now = clock.instant();
        return writes.whenReleased(() ->
                        assets.takeForScan(now, now.plus(config.timeLimit().multipliedBy(2))))
                .chain(asset -> asset == null
                        ? Uni.createFrom().item(Turn.NONE)
                        : scan(asset, address)
                                .replaceWith(Turn.ANSWERED)
                                .onFailure()
                                .recoverWithUni(failure -> {
                                    Log.warnf("asset id=%s could not be scanned: %s", asset.id(), failure);
                                    counter(Turn.UNANSWERED.name()).increment();
                                    return writes.whenReleased(() -> assets.putOffScan(
                                                    asset, clock.instant().plus(delay(asset))))
                                            .replaceWith(Turn.UNANSWERED);
                                }));
    }

    private Uni<Void> scan(Asset asset, String address) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> scanner.scan(address, blobs.read(asset.blobKey(), 0, asset.size()))))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(found -> writes.whenReleased(() -> record(asset, found)));
    }

    private Uni<Void> record(Asset asset, @Nullable String found) {
        ScanStatus result = found == null ? ScanStatus.CLEAN : ScanStatus.INFECTED;
        AuditEntry entry = audit.entry("scan", "asset", asset.id(), asset.patientId())
                .withChangedFields(List.of("scan"))
                .withReason(found == null ? "clean" : "infected: " + found);
        List<Document> messages = outbox.embed(entry, asset.scannedEvent(result, clock.instant()));
        return assets.scanned(asset, result, messages)
                .invoke(scanned -> {
                    // Another replica may have been faster.
                    if (scanned == null) return;
                    counter(result.name()).increment();
                    if (found != null) Log.warnf("asset id=%s is infected: %s", asset.id(), found);
                })
                .replaceWithVoid();
    }

    private Duration delay(Asset asset) {
        Duration delay = config.retryDelay().multipliedBy(1L << Math.min(asset.scanAttempts(), MAX_DOUBLINGS));
        return delay.compareTo(MAX_RETRY_DELAY) < 0 ? delay : MAX_RETRY_DELAY;
    }
}
