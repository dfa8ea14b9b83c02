package polyclinic.asset.batches;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetAccess;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.assets.Asset;
import polyclinic.asset.assets.Assets;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;

/** The batches. A batch is seen by who may store documents of its patient: how far each is, and nothing that it says. */
@ApplicationScoped
public class DocumentBatches {
    private static final String COLLECTION = "batch";

    /** An answer has all of them. Two uploads at the same time may bring one more. */
    static final int MAX_DOCUMENTS = 500;

    private final ReactiveMongoCollection<Document> collection;
    private final Assets assets;
    private final AssetAccess access;
    private final Clock clock;

    DocumentBatches(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            Assets assets,
            AssetAccess access,
            Clock clock) {
        this.collection = mongo.getDatabase(database).getCollection(COLLECTION);
        this.assets = assets;
        this.access = access;
        this.clock = clock;
    }

    /** For the receipts of repeated requests. */
    ReactiveMongoCollection<Document> collection() {
        return collection;
    }

    /**
     * Whether a document may be stored in a batch. One that is closed meanwhile still gets what was on its way.
     *
     * @param id null for none
     * @return fails with 422 {@code unknown-reference}, or 409 {@code batch-closed} or {@code batch-full}
     */
    public Uni<Void> requireOpen(@Nullable UUID id, UUID patientId) {
        if (id == null) return Uni.createFrom().voidItem();
        return first(eq("_id", id.toString())).chain(batch -> {
            if (batch == null || !batch.patientId().equals(patientId))
                return Uni.createFrom()
                        .failure(new Problem(
                                        422,
                                        "unknown-reference",
                                        "What batchId names does not exist, or is not this patient's.")
                                .with(
                                        "violations",
                                        List.of(new Problem.Violation(
                                                "batchId", "must name something of this patient's"))));
            if (batch.status() == BatchStatus.CLOSED)
                return Uni.createFrom().failure(new Problem(409, "batch-closed", "The batch takes no more documents."));
            return documents(batch)
                    .invoke(found -> {
                        if (found.size() >= MAX_DOCUMENTS)
                            throw new Problem(
                                    409, "batch-full", "A batch has " + MAX_DOCUMENTS + " documents at most.");
                    })
                    .replaceWithVoid();
        });
    }

    /** Its stored documents. */
    Uni<List<Asset>> documents(DocumentBatch batch) {
        return assets.ofBatch(batch.id(), 2 * MAX_DOCUMENTS, clock.instant());
    }

    /** A stored document of the batch; fails with 404 when it has no such one. */
    Uni<Asset> requireDocument(DocumentBatch batch, UUID assetId) {
        return documents(batch).map(found -> found.stream()
                .filter(asset -> asset.id().equals(assetId.toString()))
                .findFirst()
                .orElseThrow(() -> new NotFound("document")));
    }

    /** A batch that the caller may see; fails with 404 otherwise. */
    Uni<DocumentBatch> require(UUID id, Caller caller) {
        return first(eq("_id", id.toString()))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("batch"))
                .call(batch -> access.permits(
                                AssetAccessPolicy.toStore(caller), caller, AssetKind.DOCUMENT, batch.patientId())
                        .invoke(permitted -> {
                            if (!permitted) throw new NotFound("batch").about("document_batch", id, batch.patientId());
                        }));
    }

    /** Newest first; one more than the limit. */
    Uni<List<DocumentBatch>> list(DocumentBatchSearch search, Caller caller) {
        return access.patients(AssetAccessPolicy.toStore(caller), AssetKind.DOCUMENT, caller, search.patientId())
                .chain(permitted -> {
                    List<Bson> conditions = new ArrayList<>();
                    conditions.add(permitted);
                    if (search.patientId() != null)
                        conditions.add(eq("patientId", search.patientId().toString()));
                    if (search.status() != null)
                        conditions.add(eq("status", search.status().name()));
                    if (search.after() != null)
                        conditions.add(lt("_id", search.after().toString()));
                    return collection
                            .find(
                                    and(conditions),
                                    new FindOptions()
                                            .projection(OutboxDocument.WITHOUT_PLUMBING)
                                            .sort(Sorts.descending("_id"))
                                            .limit(search.limit() + 1))
                            .map(DocumentBatch::of)
                            .collect()
                            .asList();
                });
    }

    /** Whether the caller may see batches of the patient. */
    Uni<Boolean> reaches(UUID patientId, Caller caller) {
        return access.permits(AssetAccessPolicy.toStore(caller), caller, AssetKind.DOCUMENT, patientId);
    }

    Uni<Void> add(DocumentBatch batch, List<Document> receipts, List<Document> messages) {
        Document document = batch.document().append(MongoOutbox.FIELD, messages).append(MongoOutbox.PENDING, true);
        if (!receipts.isEmpty())
            document.append(IdempotencyReceipts.FIELD, receipts)
                    .append(IdempotencyReceipts.KEYS, IdempotencyReceipts.keys(receipts));
        return collection.insertOne(document).replaceWithVoid();
    }

    /** {@code open → closed}; null when it was closed by another, or has this receipt already. */
    Uni<@Nullable DocumentBatch> close(
            DocumentBatch batch, Instant now, List<Document> receipts, List<Document> messages) {
        List<Bson> changes = new ArrayList<>(List.of(
                set("status", BatchStatus.CLOSED.name()),
                set("closedAt", now),
                inc("version", 1L),
                set(MongoOutbox.PENDING, true),
                pushEach(MongoOutbox.FIELD, messages)));
        List<String> keys = IdempotencyReceipts.keys(receipts);
        if (keys != null) {
            changes.add(pushEach(IdempotencyReceipts.FIELD, receipts));
            changes.add(pushEach(IdempotencyReceipts.KEYS, keys));
        }
        return collection
                .findOneAndUpdate(
                        and(
                                eq("_id", batch.id().toString()),
                                eq("status", BatchStatus.OPEN.name()),
                                IdempotencyReceipts.absent(receipts)),
                        combine(changes),
                        new FindOneAndUpdateOptions()
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .returnDocument(ReturnDocument.AFTER))
                .map(DocumentBatches::read);
    }

    private Uni<@Nullable DocumentBatch> first(Bson filter) {
        return collection
                .find(filter, new FindOptions().projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .first()
                .map(DocumentBatches::read);
    }

    private static @Nullable DocumentBatch read(@Nullable Document found) {
        return found == null ? null : DocumentBatch.of(found);
    }
}
