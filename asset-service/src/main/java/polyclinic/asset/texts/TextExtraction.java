package polyclinic.asset.texts;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.extracts.TextExtract;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.mongo.MongoOutbox;

/**
 * Takes the text out of documents, one after the other. Which are to be read stands in the assets' documents: whoever takes one puts off
 * its next turn, so that no other replica takes it meanwhile and a crash only delays it. Text, event and audit entry are one write that
 * counts for whoever took the document last, so each document is extracted once.
 */
@ApplicationScoped
@Startup
class TextExtraction {
    private static final int BUFFERS_AHEAD = 4;

    private final Assets assets;
    private final Audit audit;
    private final BlobStore blobs;
    private final Clock clock;
    private final MongoOutbox outbox;
    private final TextConfig config;
    private final TextReader reader;
    private final BackgroundWork writes;

    TextExtraction(
            Assets assets,
            Audit audit,
            BlobStore blobs,
            Clock clock,
            MongoOutbox outbox,
            TextConfig config,
            TextReader reader,
            Hold hold) {
        this.assets = assets;
        this.audit = audit;
        this.blobs = blobs;
        this.clock = clock;
        this.outbox = outbox;
        this.config = config;
        this.reader = reader;
        this.writes = hold.background("texts");
    }

    @Scheduled(
            every = "${polyclinic.texts.every:2s}",
            delayed = "${polyclinic.texts.delay:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> scheduled() {
        return extractDue()
                .onFailure()
                .invoke(failure -> Log.warnf("taking texts out broke off and will be repeated: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Reads everything whose turn it is; returns how many documents have come to an end. */
    Uni<Integer> extractDue() {
        if (!config.enabled()) return Uni.createFrom().item(0);
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .whilst(found -> found)
                .filter(found -> found)
                .collect()
                .asList()
                .map(List::size);
    }

    private Uni<Boolean> next() {
        Instant now = clock.instant();
        return writes.whenReleased(() ->
                        assets.takeForText(now, now.plus(config.timeLimit().multipliedBy(2))))
                .chain(asset -> asset == null
                        ? Uni.createFrom().item(false)
                        : extract(asset).replaceWith(true));
    }

    private Uni<Void> extract(Asset asset) {
        if (asset.size() > config.maxSize().asLongValue()) return fail(asset, "too_large");
        // It has ended the process before, each time.
        if (asset.textAttempts() > config.maxAttempts()) return fail(asset, "took_too_long");
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> read(asset)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(extract -> keep(asset, extract))
                .onFailure(UnreadableDocument.class)
                .recoverWithUni(failure -> fail(asset, ((UnreadableDocument) failure).reason()))
                .onFailure()
                .invoke(failure -> Log.warnf("asset id=%s could not be read: %s", asset.id(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private TextExtract read(Asset asset) throws IOException, UnreadableDocument {
        Path file = Files.createTempFile("polyclinic-text", null);
        try {
            try (WritableByteChannel channel = Channels.newChannel(Files.newOutputStream(file));
                    Stream<ByteBuffer> chunks = blobs.read(asset.blobKey(), 0, asset.size())
                            .subscribe()
                            .asStream(BUFFERS_AHEAD, () -> new ArrayBlockingQueue<>(BUFFERS_AHEAD + 1))) {
                for (Iterator<ByteBuffer> next = chunks.iterator(); next.hasNext(); ) channel.write(next.next());
            }
            try (InputStream content = Files.newInputStream(file)) {
                return reader.read(content, asset.contentType());
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Uni<Void> keep(Asset asset, TextExtract extract) {
        return writes.whenReleased(() -> assets.textExtracted(
                        asset,
                        extract,
                        outbox.embed(
                                audit.entry("extract", "asset", asset.id(), asset.patientId())
                                        .withChangedFields(List.of("text")),
                                asset.textExtractedEvent(extract, clock.instant()))))
                .replaceWithVoid();
    }

    private Uni<Void> fail(Asset asset, String reason) {
        return writes.whenReleased(() -> assets.textFailed(
                        asset,
                        reason,
                        outbox.embed(
                                audit.entry("extract", "asset", asset.id(), asset.patientId())
                                        .withChangedFields(List.of("text"))
                                        .withReason(reason),
                                asset.textFailedEvent(reason, clock.instant()))))
                .replaceWithVoid();
    }
}
