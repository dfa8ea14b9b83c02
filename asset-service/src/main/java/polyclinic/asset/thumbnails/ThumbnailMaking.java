package polyclinic.asset.thumbnails;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.ScanStatus;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.ThumbnailSize;
import polyclinic.asset.extracts.ThumbnailState;
import polyclinic.asset.extracts.UnreadableDocument;
import polyclinic.asset.metrics.AssetMetrics;
import polyclinic.asset.texts.ContentFile;
import polyclinic.asset.texts.ReaderProcess;
import polyclinic.asset.texts.ReadingRound;
import polyclinic.asset.texts.ReadingRound.Turn;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;

/**
 * Has small pictures made, of one file after the other, by the process that reads documents. Of what stands in the assets' documents:
 * whoever takes one puts off its next turn, so that no other replica takes it meanwhile and a crash only delays it.
 */
@ApplicationScoped
@Startup
class ThumbnailMaking {
    /** Fetching a file, waiting for a text to be read and making its pictures; each reading has a minute. */
    private static final Duration CLAIM = Duration.ofMinutes(5);

    private static final Duration RETRY_DELAY = Duration.ofMinutes(1);

    private final Thumbnails thumbnails;
    private final AssetMetrics metrics;
    private final BlobStore blobs;
    private final Clock clock;
    private final ReaderProcess reader;
    private final ThumbnailConfig config;
    private final Path folder;
    private final BackgroundWork writes;

    ThumbnailMaking(
            Thumbnails thumbnails,
            AssetMetrics metrics,
            BlobStore blobs,
            Clock clock,
            ReaderProcess reader,
            ThumbnailConfig config,
            @ConfigProperty(name = "polyclinic.uploads.folder") String folder,
            Hold hold) {
        this.thumbnails = thumbnails;
        this.metrics = metrics;
        this.blobs = blobs;
        this.clock = clock;
        this.reader = reader;
        this.config = config;
        this.folder = Path.of(folder);
        this.writes = hold.background("thumbnails");
    }

    @Scheduled(
            every = "${polyclinic.thumbnails.every:2s}",
            delayed = "${polyclinic.thumbnails.delay:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> scheduled() {
        if (!config.enabled()) return Uni.createFrom().voidItem();
        return makeDue()
                .onFailure()
                .invoke(failure -> Log.warnf("making small pictures broke off and will be repeated: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Makes those of every file whose turn it is; returns how many files have come to an end. */
    Uni<Integer> makeDue() {
        return ReadingRound.run(reader, this::next);
    }

    private Uni<Turn> next() {
        Instant now = clock.instant();
        return writes.whenReleased(() -> thumbnails.take(now, now.plus(CLAIM)))
                .chain(taken -> taken == null ? Uni.createFrom().item(Turn.NONE) : make(taken));
    }

    private Uni<Turn> make(Asset asset) {
        ThumbnailState state = Objects.requireNonNull(asset.thumbnail());
        if (asset.scan() == ScanStatus.INFECTED) return fail(asset, TextFailure.INFECTED);
        if (asset.size() > config.maxSize().asLongValue()) return fail(asset, TextFailure.TOO_LARGE);
        if (state.tries() > config.maxTries()) return fail(asset, TextFailure.READER_FAILED);
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> ContentFile.of(asset, blobs, folder)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(file -> make(asset, file))
                .onFailure()
                .recoverWithUni(away -> {
                    Log.warnf("small pictures of asset id=%s have to wait: %s", asset.id(), away);
                    return writes.whenReleased(() ->
                                    thumbnails.putOff(asset, clock.instant().plus(RETRY_DELAY)))
                            .replaceWith(Turn.OPEN);
                });
    }

    /** What became of it: pictures, a failure, or neither where what makes them ended. */
    private record Attempt(
            @Nullable Map<ThumbnailSize, byte[]> pictures,
            @Nullable TextFailure failure) {}

    private Uni<Turn> make(Asset asset, ContentFile content) {
        return Uni.createFrom()
                .item(() -> tried(asset, content))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(tried -> {
                    if (tried.pictures() != null) return keep(asset, tried.pictures());
                    return tried.failure() != null
                            ? fail(asset, tried.failure())
                            : Uni.createFrom().item(Turn.OPEN);
                });
    }

    private Attempt tried(Asset asset, ContentFile content) {
        try (ContentFile file = content) {
            return new Attempt(reader.pictures(file.path(), asset.contentType(), config.maxPixels()), null);
        } catch (UnreadableDocument refused) {
            return new Attempt(null, refused.failure());
        } catch (IOException ended) {
            Log.warnf("small pictures of asset id=%s are tried again: %s", asset.id(), ended);
            return new Attempt(null, null);
        }
    }

    private Uni<Turn> keep(Asset asset, Map<ThumbnailSize, byte[]> pictures) {
        return writes.whenReleased(() -> thumbnails.made(asset, pictures))
                .map(changed -> ended(asset, changed, "made"));
    }

    private Uni<Turn> fail(Asset asset, TextFailure failure) {
        return writes.whenReleased(() -> thumbnails.failed(asset, failure))
                .map(changed -> ended(asset, changed, "failed"));
    }

    private Turn ended(Asset asset, boolean changed, String outcome) {
        if (!changed) return Turn.OPEN;
        metrics.pictured(outcome, Objects.requireNonNull(asset.thumbnail()).receivedAt());
        return Turn.ENDED;
    }
}
