package polyclinic.asset.texts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.AssetStatus;
import polyclinic.asset.assets.Assets;
import polyclinic.asset.assets.ScanStatus;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoOutbox;

/**
 * What of an asset's document is about its text. As in {@link Assets} every change is one update that expects a state, with its
 * messages; a null result means that the document was no longer in it.
 */
@ApplicationScoped
public class DocumentTexts {
    private final Assets assets;

    DocumentTexts(Assets assets) {
        this.assets = assets;
    }

    /** The next document whose text is to be taken out. What waits for the scanner waits here, too. */
    Uni<@Nullable Asset> due(Instant now) {
        return assets.collection()
                .find(
                        and(
                                in(TextState.STATUS, TextStatus.RECEIVED.name(), TextStatus.EXTRACTING.name()),
                                or(eq(TextState.DUE, null), lte(TextState.DUE, now)),
                                eq("status", AssetStatus.STORED.name()),
                                ne("scan", ScanStatus.PENDING.name())),
                        new FindOptions().projection(Asset.FIELDS).limit(1))
                .map(Asset::of)
                .collect()
                .first();
    }

    /**
     * Takes a document that is due, for as long as whoever takes it is believed to be alive.
     *
     * @param outbox what is told when it is taken for the first time
     */
    Uni<@Nullable Asset> take(Asset asset, Instant now, Instant until, List<Document> outbox) {
        TextState state = state(asset);
        List<Bson> changes = new ArrayList<>(List.of(
                set(TextState.STATUS, TextStatus.EXTRACTING.name()),
                set(TextState.DUE, until),
                inc(TextState.TRIES, 1),
                inc(TextState.CLAIM, 1)));
        if (state.status() == TextStatus.RECEIVED) changes.addAll(told(outbox));
        return change(
                and(is(asset, state.status(), state.claim()), or(eq(TextState.DUE, null), lte(TextState.DUE, now))),
                changes,
                List.of());
    }

    /** Its content could not be fetched, which is no fault of its own: this was no try. */
    Uni<Void> putOff(Asset asset, Instant until) {
        return change(
                        is(asset, TextStatus.EXTRACTING, state(asset).claim()),
                        List.of(set(TextState.DUE, until), inc(TextState.TRIES, -1)),
                        List.of())
                .replaceWithVoid();
    }

    /**
     * {@code extracting → extracted}, for who took it last.
     *
     * @param words by which it is found
     */
    Uni<@Nullable Asset> extracted(Asset asset, DocumentText text, List<String> words, List<Document> outbox) {
        List<Bson> changes = new ArrayList<>(told(outbox));
        changes.add(set(TextState.STATUS, TextStatus.EXTRACTED.name()));
        changes.add(set(TextState.PAGES, text.pages().size()));
        changes.add(set(DocumentText.FIELD, text.pages()));
        changes.add(set(DocumentText.WORDS, words));
        if (text.language() != null) changes.add(set(TextState.LANGUAGE, text.language()));
        changes.add(unset(TextState.DUE));
        return change(is(asset, TextStatus.EXTRACTING, state(asset).claim()), changes, List.of());
    }

    /** A document whose text is kept and has no words: what was extracted by a release that had no search. */
    Uni<@Nullable Asset> withoutWords() {
        return assets.collection()
                .find(
                        and(
                                in(TextState.STATUS, TextStatus.EXTRACTED.name(), TextStatus.DIGITIZED.name()),
                                eq(DocumentText.WORDS, null),
                                eq("status", AssetStatus.STORED.name())),
                        new FindOptions().projection(Asset.FIELDS).limit(1))
                .map(Asset::of)
                .collect()
                .first();
    }

    /** Nobody sees that it has them, so that its version stays. */
    Uni<@Nullable Asset> indexed(Asset asset, List<String> words) {
        return change(
                and(is(asset, state(asset).status(), state(asset).claim()), eq(DocumentText.WORDS, null)),
                List.of(set(DocumentText.WORDS, words)),
                List.of());
    }

    /** {@code extracted → digitized}: what it says is proposed for the history. */
    public Uni<@Nullable Asset> digitized(Asset asset, List<Document> outbox) {
        List<Bson> changes = new ArrayList<>(told(outbox));
        changes.add(set(TextState.STATUS, TextStatus.DIGITIZED.name()));
        return change(is(asset, TextStatus.EXTRACTED, state(asset).claim()), changes, List.of());
    }

    /** {@code extracting → failed}, for who took it last. */
    Uni<@Nullable Asset> failed(Asset asset, TextFailure failure, List<Document> outbox) {
        List<Bson> changes = new ArrayList<>(told(outbox));
        changes.add(set(TextState.STATUS, TextStatus.FAILED.name()));
        changes.add(set(TextState.FAILURE, failure.name()));
        changes.add(unset(TextState.DUE));
        return change(is(asset, TextStatus.EXTRACTING, state(asset).claim()), changes, List.of());
    }

    /** {@code failed → received}, with the receipt of who asked for it. The claims go on counting: who had one has none again. */
    public Uni<@Nullable Asset> again(Asset asset, Instant now, List<Document> receipts, List<Document> outbox) {
        List<Bson> changes = new ArrayList<>(told(outbox));
        changes.add(set(TextState.STATUS, TextStatus.RECEIVED.name()));
        changes.add(set(TextState.RECEIVED_AT, now));
        changes.add(unset(TextState.FAILURE));
        changes.add(unset(TextState.TRIES));
        return change(is(asset, TextStatus.FAILED, state(asset).claim()), changes, receipts);
    }

    /** The text of a stored document, or null when there is none. */
    Uni<@Nullable DocumentText> of(Asset asset) {
        return assets.collection()
                .find(
                        and(eq("_id", asset.id()), eq("status", AssetStatus.STORED.name())),
                        new FindOptions().projection(Projections.include(DocumentText.FIELD)))
                .collect()
                .first()
                .map(found -> found == null || found.get(DocumentText.FIELD) == null
                        ? null
                        : DocumentText.of(asset.text(), DocumentText.pages(found)));
    }

    static TextState state(Asset asset) {
        return Objects.requireNonNull(asset.text());
    }

    private static List<Bson> told(List<Document> outbox) {
        return List.of(inc("version", 1L), set(MongoOutbox.PENDING, true), pushEach(MongoOutbox.FIELD, outbox));
    }

    private static Bson is(Asset asset, TextStatus status, int claim) {
        return and(
                eq("_id", asset.id()),
                eq("status", AssetStatus.STORED.name()),
                eq(TextState.STATUS, status.name()),
                eq(TextState.CLAIM, claim == 0 ? null : claim));
    }

    private Uni<@Nullable Asset> change(Bson filter, List<Bson> changes, List<Document> receipts) {
        List<Bson> all = new ArrayList<>(changes);
        List<String> keys = IdempotencyReceipts.keys(receipts);
        if (keys != null) {
            all.add(pushEach(IdempotencyReceipts.FIELD, receipts));
            all.add(pushEach(IdempotencyReceipts.KEYS, keys));
        }
        return assets.collection()
                .findOneAndUpdate(
                        and(filter, IdempotencyReceipts.absent(receipts)),
                        combine(all),
                        new FindOneAndUpdateOptions().projection(Asset.FIELDS).returnDocument(ReturnDocument.AFTER))
                .map(found -> found == null ? null : Asset.of(found));
    }
}
