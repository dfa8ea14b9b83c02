package polyclinic.asset.texts;

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
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.ScanStatus;
import polyclinic.asset.blobs.BlobStore;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.asset.extracts.UnreadableDocument;
import polyclinic.asset.metrics.AssetMetrics;
import polyclinic.asset.texts.ReadingRound.Turn;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.search.SearchTerms;

/**
 * Takes the text out of documents, one after the other. Which are to be read stands in the assets' documents: whoever takes one puts
 * off its next turn, so that no other replica takes it meanwhile and a crash only delays it. Text, event and audit entry are one
 * write that counts for whoever took the document last, so that each is extracted once.
 */
@ApplicationScoped
@Startup
class TextExtraction {
    /** Of the time limit, which is the reading's own: the file is to be fetched first. */
    private static final int CLAIM_FACTOR = 3;

    /** Of a document whose content cannot be fetched now. */
    private static final Duration RETRY_DELAY = Duration.ofMinutes(1);

    private final DocumentTexts texts;
    private final Audit audit;
    private final AssetMetrics metrics;
    private final BlobStore blobs;
    private final Clock clock;
    private final CloudEventFactory envelopes;
    private final MongoOutbox outbox;
    private final ReaderProcess reader;
    private final TextConfig config;
    private final Path folder;
    private final BackgroundWork writes;

    TextExtraction(
            DocumentTexts texts,
            Audit audit,
            AssetMetrics metrics,
            BlobStore blobs,
            Clock clock,
            CloudEventFactory envelopes,
            MongoOutbox outbox,
            ReaderProcess reader,
            TextConfig config,
            @ConfigProperty(name = "polyclinic.uploads.folder") String folder,
            Hold hold) {
        this.texts = texts;
        this.audit = audit;
        this.metrics = metrics;
        this.blobs = blobs;
        this.clock = clock;
        this.envelopes = envelopes;
        this.outbox = outbox;
        this.reader = reader;
        this.config = config;
        this.folder = Path.of(folder);
        this.writes = hold.background("texts");
    }

    @Scheduled(
            every = "${polyclinic.texts.every:2s}",
            delayed = "${polyclinic.texts.delay:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> scheduled() {
        if (!config.enabled()) return Uni.createFrom().voidItem();
        return extractDue()
                .onFailure()
                .invoke(failure -> Log.warnf("taking texts out broke off and will be repeated: %s", failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Reads everything whose turn it is, in one process; returns how many documents have come to an end. */
    Uni<Integer> extractDue() {
        return ReadingRound.run(reader, this::next);
    }

    private Uni<Turn> next() {
        return texts.due(clock.instant())
                .chain(due -> due == null
                        ? indexNext()
                        : writes.whenReleased(() -> take(due))
                                .chain(taken -> taken == null ? Uni.createFrom().item(Turn.OPEN) : extract(taken)));
    }

    private Uni<Turn> indexNext() {
        return texts.withoutWords()
                .chain(found -> found == null
                        ? Uni.createFrom().item(Turn.NONE)
                        : texts.of(found)
                                .chain(text -> words(text == null ? List.of() : text.pages()))
                                .chain(words -> writes.whenReleased(() -> texts.indexed(found, words)))
                                .replaceWith(Turn.OPEN));
    }

    /** Of a million characters they take a moment, in which others go on. */
    private static Uni<List<String>> words(List<String> pages) {
        return Uni.createFrom()
                .item(() -> SearchTerms.of(new Document(), pages).terms())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<@Nullable Asset> take(Asset due) {
        Instant now = clock.instant();
        Duration claim = config.timeLimit().multipliedBy(CLAIM_FACTOR);
        TextState begun = new TextState(TextStatus.EXTRACTING, null, null, null, 1, 1);
        return texts.take(due, now, now.plus(claim), outbox.embed(envelopes.event(due.textEvent(begun, now))));
    }

    private Uni<Turn> extract(Asset asset) {
        if (asset.scan() == ScanStatus.INFECTED) return fail(asset, TextFailure.INFECTED);
        if (asset.size() > config.maxSize().asLongValue()) return fail(asset, TextFailure.TOO_LARGE);
        if (DocumentTexts.state(asset).tries() > config.maxTries()) return fail(asset, TextFailure.READER_FAILED);
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> ContentFile.of(asset, blobs, folder)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onItemOrFailure()
                .transformToUni((file, away) -> away == null ? extract(asset, file) : putOff(asset, away));
    }

    private Uni<Turn> putOff(Asset asset, Throwable away) {
        Log.warnf("the text of asset id=%s has to wait: %s", asset.id(), away);
        return writes.whenReleased(() -> texts.putOff(asset, clock.instant().plus(RETRY_DELAY)))
                .replaceWith(Turn.OPEN);
    }

    private Uni<Turn> extract(Asset asset, ContentFile file) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> tried(asset, file)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(tried -> tried.text() == null ? fail(asset, tried.failure()) : keep(asset, tried.text()))
                .onFailure()
                .invoke(failure -> Log.warnf("the text of asset id=%s is tried again: %s", asset.id(), failure))
                .onFailure()
                .recoverWithItem(Turn.OPEN);
    }

    /** @param failure what it is when there is no text */
    private record Attempt(@Nullable DocumentText text, TextFailure failure) {}

    private Attempt tried(Asset asset, ContentFile content) throws IOException {
        try (ContentFile file = content) {
            return new Attempt(reader.read(file.path(), asset.contentType()), TextFailure.NO_TEXT);
        } catch (UnreadableDocument refused) {
            return new Attempt(null, refused.failure());
        }
    }

    private Uni<Turn> keep(Asset asset, DocumentText text) {
        TextState done = new TextState(TextStatus.EXTRACTED, null, text.pages().size(), text.language(), 1, 1);
        return words(text.pages())
                .chain(words -> writes.whenReleased(() -> texts.extracted(asset, text, words, messages(asset, done))))
                .map(changed -> ended(changed, "extracted"));
    }

    private Uni<Turn> fail(Asset asset, TextFailure failure) {
        TextState failed = new TextState(TextStatus.FAILED, failure, null, null, 1, 1);
        return writes.whenReleased(() -> texts.failed(asset, failure, messages(asset, failed)))
                .map(changed -> ended(changed, "failed"));
    }

    private List<Document> messages(Asset asset, TextState now) {
        AuditEntry entry =
                audit.entry("extract", "asset", asset.id(), asset.patientId()).withChangedFields(List.of("text"));
        TextFailure failure = now.failure();
        return outbox.embed(
                failure == null ? entry : entry.withReason(failure.name().toLowerCase(Locale.ROOT)),
                asset.textEvent(now, clock.instant()));
    }

    private Turn ended(@Nullable Asset changed, String outcome) {
        if (changed == null) return Turn.OPEN;
        Instant received = changed.textReceivedAt();
        if (received != null) metrics.read(outcome, received);
        TextFailure failure = DocumentTexts.state(changed).failure();
        if (failure != null) metrics.unread(failure);
        return Turn.ENDED;
    }
}
