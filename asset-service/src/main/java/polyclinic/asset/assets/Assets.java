package polyclinic.asset.assets;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
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
import com.mongodb.client.model.Sorts;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetAccess;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.TextStatus;
import polyclinic.asset.extracts.ThumbnailState;
import polyclinic.asset.metrics.AssetMetrics;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.search.SearchQuestion;

/**
 * The assets' documents. Every change is one update of one document, guarded by a filter on the state it expects; a null
 * result means that the document was no longer in that state.
 *
 * <p>Beside what {@link Asset} reads, a document holds its outbox and receipts, on a deleted asset {@code deletedAt},
 * {@code deletedBy}, {@code deletedBecause} and, while its blob may still be there, {@code blobPending}; and {@code sweep},
 * the fencing token of the last sweep that changed it.
 */
@ApplicationScoped
public class Assets {
    static final String COLLECTION = "asset";

    private static final int TEXTS_AT_ONCE = 2;

    private final ReactiveMongoCollection<Document> collection;
    private final AssetAccess access;
    private final AssetMetrics metrics;

    Assets(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            AssetAccess access,
            AssetMetrics metrics) {
        this.collection = mongo.getDatabase(database).getCollection(COLLECTION);
        this.access = access;
        this.metrics = metrics;
    }

    /** For the receipts of repeated requests. */
    public ReactiveMongoCollection<Document> collection() {
        return collection;
    }

    public Uni<@Nullable Asset> findById(String id) {
        return first(eq("_id", id));
    }

    // --- what callers see ---

    /** A stored asset that the caller may read; fails with 404 otherwise. */
    Uni<Asset> require(UUID id, Caller caller, Instant now) {
        return first(and(eq("_id", id.toString()), visible(caller, now)))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("asset"))
                .call(asset -> access.permits(AssetAccessPolicy.toRead(caller), caller, asset.kind(), asset.patientId())
                        .invoke(permitted -> {
                            if (!permitted) throw new NotFound("asset").about("asset", id, asset.patientId());
                        }));
    }

    /** A stored asset, whoever may read it; fails with 404 when it is deleted or has expired. */
    Uni<Asset> requireStored(UUID id, Instant now) {
        return first(and(eq("_id", id.toString()), visible(now)))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("asset"));
    }

    /** Newest first; one more than the limit, which says whether there is a next page. */
    Uni<List<Asset>> list(AssetSearch search, Caller caller, Instant now) {
        return access.condition(caller, search.patientId())
                .chain(permitted ->
                        list(and(asked(search, caller, now), permitted), Sorts.descending("_id"), search.limit() + 1));
    }

    /**
     * Documents that may hold all words of a question, with their pages, as {@link #list} sorts them. What is in them is told when
     * they are read. They come a few at a time, since each may have a million characters.
     */
    Multi<Document> candidates(AssetSearch search, SearchQuestion question, Caller caller, Instant now) {
        return access.condition(caller, search.patientId()).onItem().transformToMulti(permitted -> {
            List<Bson> conditions = question.conditions(DocumentText.WORDS);
            conditions.add(in(TextState.STATUS, TextStatus.EXTRACTED.name(), TextStatus.DIGITIZED.name()));
            conditions.add(asked(search, caller, now));
            conditions.add(permitted);
            return collection.find(
                    and(conditions),
                    new FindOptions()
                            .projection(Projections.fields(
                                    OutboxDocument.WITHOUT_PLUMBING,
                                    Projections.exclude(DocumentText.WORDS, ThumbnailState.PICTURES)))
                            .sort(Sorts.descending("_id"))
                            .limit(search.limit() + 1)
                            .batchSize(TEXTS_AT_ONCE));
        });
    }

    /** Whether the caller may see any kind of asset of the patient. */
    Uni<Boolean> reaches(UUID patientId, Caller caller) {
        return access.reaches(AssetAccessPolicy.toRead(caller), caller, patientId);
    }

    private static Bson asked(AssetSearch search, Caller caller, Instant now) {
        List<Bson> conditions = new ArrayList<>();
        conditions.add(visible(caller, now));
        if (search.patientId() != null)
            conditions.add(eq("patientId", search.patientId().toString()));
        if (search.kind() != null) conditions.add(eq("kind", search.kind().name()));
        if (search.prescriptionId() != null)
            conditions.add(eq("prescriptionId", search.prescriptionId().toString()));
        if (search.appointmentId() != null)
            conditions.add(eq("appointmentId", search.appointmentId().toString()));
        if (search.batchId() != null)
            conditions.add(eq("batchId", search.batchId().toString()));
        if (search.after() != null) conditions.add(lt("_id", search.after().toString()));
        return and(conditions);
    }

    private static Bson visible(Caller caller, Instant now) {
        return AssetAccessPolicy.seesPreliminary(caller)
                ? visible(now)
                : and(visible(now), eq(Asset.PRELIMINARY, null));
    }

    private static Bson visible(Instant now) {
        return and(has(AssetStatus.STORED), or(eq("expiresAt", null), gt("expiresAt", now)));
    }

    // --- batches ---

    /** The stored documents of a batch, in the order of their ids. */
    public Uni<List<Asset>> ofBatch(UUID batchId, int limit, Instant now) {
        return list(and(eq("batchId", batchId.toString()), visible(now)), Sorts.ascending("_id"), limit);
    }

    // --- storing ---

    /** Inserts an asset whose bytes are about to be stored, with the receipt of the request. */
    public Uni<Void> begin(Asset asset, List<Document> receipts) {
        Document document = asset.document();
        if (!receipts.isEmpty())
            document.append(IdempotencyReceipts.FIELD, receipts)
                    .append(IdempotencyReceipts.KEYS, IdempotencyReceipts.keys(receipts));
        return collection.insertOne(document).replaceWithVoid();
    }

    /**
     * The bytes are stored: {@code storing → stored}, with event and audit entry. Once the time for it is over, whoever waited has
     * given up and may have looked whether anything was stored: then nothing may be any more.
     */
    public Uni<@Nullable Asset> finish(Asset asset, List<Document> outbox, Instant storedAt, Instant now) {
        return change(
                        and(
                                byId(asset),
                                has(AssetStatus.STORING),
                                eq("attempt", asset.attempt()),
                                gt("storingUntil", now)),
                        combine(
                                set("status", AssetStatus.STORED.name()),
                                set("version", Asset.FIRST_VERSION),
                                set("storedAt", storedAt),
                                unset("storingUntil"),
                                set(MongoOutbox.PENDING, true),
                                pushEach(MongoOutbox.FIELD, outbox)))
                .invoke(stored -> measure(stored, done -> metrics.uploaded("stored", done.createdAt())));
    }

    /** Nobody goes on with the attempt: whoever repeats the request need not wait until its time is over. */
    public Uni<@Nullable Asset> release(Asset asset, Instant now) {
        return change(
                and(byId(asset), has(AssetStatus.STORING), eq("attempt", asset.attempt()), gt("storingUntil", now)),
                set("storingUntil", now));
    }

    /** A repeated request goes on with what a dead one began. */
    public Uni<@Nullable Asset> takeOver(Asset asset, Instant now) {
        return change(
                and(byId(asset), has(AssetStatus.STORING), eq("attempt", asset.attempt()), lte("storingUntil", now)),
                combine(inc("attempt", 1), set("storingUntil", now.plus(asset.storingTimeout()))));
    }

    /** The attempt failed: the document is marked, then the blob goes, then the document. */
    public Uni<@Nullable Asset> abandon(Asset asset) {
        return abandon(and(byId(asset), eq("attempt", asset.attempt())), 0);
    }

    /** The same for an attempt whose deadline has passed. */
    public Uni<@Nullable Asset> abandonDead(Asset asset, Instant now, long sweep) {
        return abandon(and(byId(asset), lte("storingUntil", now), unfenced(sweep)), sweep);
    }

    private Uni<@Nullable Asset> abandon(Bson filter, long sweep) {
        Bson mark = combine(
                set("status", AssetStatus.DELETED.name()),
                set("blobPending", true),
                unset("storingUntil"),
                unset(IdempotencyReceipts.FIELD),
                unset(IdempotencyReceipts.KEYS));
        return change(and(filter, has(AssetStatus.STORING)), sweep == 0 ? mark : combine(mark, set("sweep", sweep)))
                .invoke(marked -> measure(marked, done -> metrics.uploaded("abandoned", done.createdAt())));
    }

    // --- documents of what may not hold good ---

    /** Those of these assets that are stored and preliminary. */
    public Uni<List<Asset>> preliminary(List<String> ids) {
        return list(
                and(in("_id", ids), eq(Asset.PRELIMINARY, true), has(AssetStatus.STORED)),
                Sorts.ascending("_id"),
                ids.size());
    }

    /** It is shown from now on, and others are told that it is there; no effect when another was faster. */
    public Uni<Void> show(Asset asset, List<Document> outbox) {
        return collection
                .updateOne(
                        and(byId(asset), eq(Asset.PRELIMINARY, true), has(AssetStatus.STORED)),
                        combine(
                                unset(Asset.PRELIMINARY),
                                set(MongoOutbox.PENDING, true),
                                pushEach(MongoOutbox.FIELD, outbox)))
                .replaceWithVoid();
    }

    // --- scanning ---

    /** The next content whose scan is due, put off for as long as whoever takes it is believed to be alive. */
    public Uni<@Nullable Asset> takeForScan(Instant now, Instant until) {
        return change(
                and(
                        eq("scan", ScanStatus.PENDING.name()),
                        has(AssetStatus.STORED),
                        or(eq("scanDue", null), lte("scanDue", now))),
                combine(set("scanDue", until), inc("scanAttempts", 1)));
    }

    /** The scanner did not answer. */
    public Uni<Void> putOffScan(Asset asset, Instant until) {
        return collection
                .updateOne(and(byId(asset), eq("scanAttempts", asset.scanAttempts())), set("scanDue", until))
                .replaceWithVoid();
    }

    /** {@code pending → clean} or {@code infected}, with event and audit entry; null when another was faster. */
    public Uni<@Nullable Asset> scanned(Asset asset, ScanStatus result, List<Document> outbox) {
        return change(
                        and(byId(asset), has(AssetStatus.STORED), eq("scan", ScanStatus.PENDING.name())),
                        combine(
                                set("scan", result.name()),
                                inc("version", 1L),
                                unset("scanDue"),
                                unset("scanAttempts"),
                                set(MongoOutbox.PENDING, true),
                                pushEach(MongoOutbox.FIELD, outbox)))
                .invoke(scanned -> measure(
                        scanned,
                        done -> metrics.scanned(
                                result == ScanStatus.CLEAN ? "clean" : "infected",
                                done.storedAt() == null ? done.createdAt() : done.storedAt())));
    }

    // --- deleting ---

    /** {@code stored → deleted}. What may name the patient goes at once; the rest is the tombstone. */
    Uni<@Nullable Asset> delete(Asset asset, List<Document> outbox, String by, @Nullable String because, Instant now) {
        return change(
                and(
                        byId(asset),
                        has(AssetStatus.STORED),
                        eq("version", asset.version()),
                        eq(Asset.PRELIMINARY, asset.isPreliminary() ? true : null)),
                combine(
                        set("status", AssetStatus.DELETED.name()),
                        inc("version", 1L),
                        set("deletedAt", now),
                        set("deletedBy", by),
                        because == null ? unset("deletedBecause") : set("deletedBecause", because),
                        set("blobPending", true),
                        unset("title"),
                        unset("fileName"),
                        unset("missingSince"),
                        unset(TextState.FIELD),
                        unset(DocumentText.FIELD),
                        unset(DocumentText.WORDS),
                        unset(ThumbnailState.FIELD),
                        unset(ThumbnailState.PICTURES),
                        set(MongoOutbox.PENDING, true),
                        pushEach(MongoOutbox.FIELD, outbox)));
    }

    /** The blob is gone: a tombstone stays of what was once stored, nothing of what never was. */
    public Uni<Void> blobGone(Asset asset) {
        Bson deleted = and(byId(asset), has(AssetStatus.DELETED));
        Uni<Long> changed = asset.storedAt() == null
                ? collection.deleteOne(deleted).map(DeleteResult::getDeletedCount)
                : collection.updateOne(deleted, unset("blobPending")).map(UpdateResult::getModifiedCount);
        return changed.invoke(count -> {
                    if (count == 1) metrics.deleted(asset.deletionBegan());
                })
                .replaceWithVoid();
    }

    // --- sweeping ---

    /** Documents in the order of their ids that may need a blob or have one too many; tombstones are left out. */
    public Uni<List<Asset>> accountable(@Nullable String after, int limit) {
        Bson filter = or(ne("status", AssetStatus.DELETED.name()), eq("blobPending", true));
        return list(after == null ? filter : and(filter, gt("_id", after)), Sorts.ascending("_id"), limit);
    }

    /** Uploads whose time was over before {@code old}, and deleted assets whose blob may still be there. */
    public Uni<List<Asset>> unfinished(Instant old, int limit) {
        return list(and(has(AssetStatus.STORING), lt("storingUntil", old)), Sorts.ascending("_id"), limit)
                .chain(uploads -> list(
                                and(eq("blobPending", true), has(AssetStatus.DELETED)), Sorts.ascending("_id"), limit)
                        .map(deletions -> Stream.concat(uploads.stream(), deletions.stream())
                                .toList()));
    }

    public Uni<List<Asset>> expired(Instant now, int limit) {
        return list(and(has(AssetStatus.STORED), lte("expiresAt", now)), Sorts.ascending("_id"), limit);
    }

    /** Marks an asset as without its blob since then; null when the blob is back. */
    public Uni<@Nullable Asset> missing(Asset asset, @Nullable Instant since, long sweep) {
        return change(
                and(byId(asset), has(AssetStatus.STORED), unfenced(sweep)),
                combine(since == null ? unset("missingSince") : set("missingSince", since), set("sweep", sweep)));
    }

    // --- plumbing ---

    private Uni<@Nullable Asset> first(Bson filter) {
        return collection
                .find(filter, new FindOptions().projection(Asset.FIELDS))
                .collect()
                .first()
                .map(Assets::read);
    }

    private Uni<List<Asset>> list(Bson filter, Bson sort, int limit) {
        return collection
                .find(
                        filter,
                        new FindOptions().projection(Asset.FIELDS).sort(sort).limit(limit))
                .map(Asset::of)
                .collect()
                .asList();
    }

    private Uni<@Nullable Asset> change(Bson filter, Bson update) {
        return collection
                .findOneAndUpdate(
                        filter,
                        update,
                        new FindOneAndUpdateOptions().projection(Asset.FIELDS).returnDocument(ReturnDocument.AFTER))
                .map(Assets::read);
    }

    private static void measure(@Nullable Asset changed, Consumer<Asset> measurement) {
        if (changed != null) measurement.accept(changed);
    }

    private static @Nullable Asset read(@Nullable Document found) {
        return found == null ? null : Asset.of(found);
    }

    /** No later sweep has been here: a sweeper that slept through its lease changes nothing. */
    private static Bson unfenced(long sweep) {
        return or(eq("sweep", null), lte("sweep", sweep));
    }

    private static Bson has(AssetStatus status) {
        return eq("status", status.name());
    }

    private static Bson byId(Asset asset) {
        return eq("_id", asset.id());
    }
}
