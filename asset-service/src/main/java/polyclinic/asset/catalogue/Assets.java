package polyclinic.asset.catalogue;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
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
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import polyclinic.asset.kinds.Kind;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.problem.NotFound;

/**
 * The assets' documents. Every change is one update of one document, guarded by a filter on the state it expects; null
 * means that somebody else was faster.
 */
@ApplicationScoped
public class Assets implements ReactivePanacheMongoRepositoryBase<Asset, String> {
    private final Access access;

    Assets(Access access) {
        this.access = access;
    }

    Uni<Void> index() {
        var assets = mongoCollection();
        return MongoIdempotency.index(assets)
                .chain(() -> assets.createIndex(
                        Indexes.compoundIndex(Indexes.ascending("patientId"), Indexes.descending("_id")),
                        new IndexOptions().name("patient_newest")))
                .chain(() -> assets.createIndex(
                        Indexes.compoundIndex(Indexes.ascending("prescriptionId"), Indexes.descending("_id")),
                        new IndexOptions().name("prescription_newest")))
                .chain(() -> assets.createIndex(
                        Indexes.compoundIndex(Indexes.ascending("status"), Indexes.ascending("_id")),
                        new IndexOptions().name("status_id")))
                .replaceWithVoid();
    }

    // --- what callers see ---

    /** A stored asset that the caller may read; 404 otherwise. */
    Uni<Asset> require(UUID id, Caller caller, Instant now) {
        return find(and(eq("_id", id.toString()), visible(now)))
                .firstResult()
                .chain(asset -> asset == null
                        ? Uni.createFrom().nullItem()
                        : access.permits(Grants.toRead(caller), caller, asset.kind, asset.patient())
                                .map(permitted -> permitted ? asset : null))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("asset"));
    }

    /** Newest first; one more than {@code limit}, which tells whether there is a next page. */
    Uni<List<Asset>> list(
            UUID patientId, Kind kind, UUID prescriptionId, UUID after, int limit, Caller caller, Instant now) {
        Bson asked = visible(now);
        if (patientId != null) asked = and(asked, eq("patientId", patientId.toString()));
        if (kind != null) asked = and(asked, eq("kind", kind.name()));
        if (prescriptionId != null) asked = and(asked, eq("prescriptionId", prescriptionId.toString()));
        if (after != null) asked = and(asked, lt("_id", after.toString()));
        Bson filter = asked;
        return access.filter(caller, patientId).chain(granted -> find(and(filter, granted), Sorts.descending("_id"))
                .range(0, limit)
                .list());
    }

    private static Bson visible(Instant now) {
        return and(eq("status", Asset.Status.STORED.name()), or(eq("expiresAt", null), gt("expiresAt", now)));
    }

    // --- storing ---

    Uni<Void> begin(Asset asset) {
        return mongoCollection().insertOne(asset).replaceWithVoid();
    }

    /** The bytes are stored: {@code storing → stored}, with what the world is told. */
    Uni<Asset> finish(Asset asset, List<Document> outbox, Instant now) {
        return change(
                and(byId(asset), eq("status", Asset.Status.STORING.name()), eq("attempt", asset.attempt)),
                combine(
                        set("status", Asset.Status.STORED.name()),
                        set("version", Asset.FIRST_VERSION),
                        set("storedAt", now),
                        unset("storingUntil"),
                        set("outboxPending", true),
                        pushEach("outbox", outbox)));
    }

    /** A repeated request goes on with what a dead one began. */
    Uni<Asset> takeOver(Asset asset, Instant now) {
        return change(
                and(
                        byId(asset),
                        eq("status", Asset.Status.STORING.name()),
                        eq("attempt", asset.attempt),
                        lte("storingUntil", now)),
                combine(inc("attempt", 1), set("storingUntil", now.plus(Asset.patience(asset.size)))));
    }

    /** Nobody is to finish it: the document is marked, then the blob goes, then the document. */
    Uni<Asset> abandon(Asset asset) {
        return abandon(and(byId(asset), eq("attempt", asset.attempt)), 0);
    }

    /** The same for an attempt whose deadline has passed. */
    public Uni<Asset> abandonDead(Asset asset, Instant now, long sweep) {
        return abandon(and(byId(asset), lte("storingUntil", now), unfenced(sweep)), sweep);
    }

    private Uni<Asset> abandon(Bson filter, long sweep) {
        Bson mark = combine(
                set("status", Asset.Status.DELETED.name()),
                set("blobPending", true),
                unset("storingUntil"),
                unset(IdempotencyReceipts.FIELD),
                unset(IdempotencyReceipts.KEYS));
        return change(
                and(filter, eq("status", Asset.Status.STORING.name())),
                sweep == 0 ? mark : combine(mark, set("sweep", sweep)));
    }

    // --- deleting ---

    /** {@code stored → deleted}. What may name the patient goes at once; the rest is the tombstone. */
    Uni<Asset> delete(Asset asset, List<Document> outbox, String by, String because, Instant now) {
        return change(
                and(byId(asset), eq("status", Asset.Status.STORED.name()), eq("version", asset.version)),
                combine(
                        set("status", Asset.Status.DELETED.name()),
                        inc("version", 1L),
                        set("deletedAt", now),
                        set("deletedBy", by),
                        because == null ? unset("deletedBecause") : set("deletedBecause", because),
                        set("blobPending", true),
                        unset("title"),
                        unset("fileName"),
                        unset("missingSince"),
                        set("outboxPending", true),
                        pushEach("outbox", outbox)));
    }

    /** The blob is gone: a tombstone stays of what was once stored, nothing of what never was. */
    public Uni<Void> blobGone(Asset asset) {
        Bson deleted = and(byId(asset), eq("status", Asset.Status.DELETED.name()));
        if (asset.storedAt == null) return mongoCollection().deleteOne(deleted).replaceWithVoid();
        return mongoCollection().updateOne(deleted, unset("blobPending")).replaceWithVoid();
    }

    // --- sweeping ---

    /** Documents in the order of their ids that may need a blob or have one too many; tombstones are left out. */
    public Uni<List<Asset>> accountable(String after, int limit) {
        Bson filter = or(ne("status", Asset.Status.DELETED.name()), eq("blobPending", true));
        return find(after == null ? filter : and(filter, gt("_id", after)), Sorts.ascending("_id"))
                .range(0, limit - 1)
                .list();
    }

    public Uni<List<Asset>> expired(Instant now, int limit) {
        return find(and(eq("status", Asset.Status.STORED.name()), lte("expiresAt", now)), Sorts.ascending("_id"))
                .range(0, limit - 1)
                .list();
    }

    /** @param since null when the blob is back */
    public Uni<Asset> missing(Asset asset, Instant since, long sweep) {
        return change(
                and(byId(asset), eq("status", Asset.Status.STORED.name()), unfenced(sweep)),
                combine(since == null ? unset("missingSince") : set("missingSince", since), set("sweep", sweep)));
    }

    /** IdempotencyReceipts are kept for as long as a key may be repeated. @return how many assets lost theirs */
    public Uni<Long> dropReceipts(Instant before) {
        return mongoCollection()
                .updateMany(
                        and(lt("receipts.at", before), ne("status", Asset.Status.STORING.name())),
                        combine(unset(IdempotencyReceipts.FIELD), unset(IdempotencyReceipts.KEYS)))
                .map(result -> result.getModifiedCount());
    }

    /** No later sweep has been here: a sweeper that slept through its lease changes nothing. */
    private static Bson unfenced(long sweep) {
        return or(eq("sweep", null), lte("sweep", sweep));
    }

    private Uni<Asset> change(Bson filter, Bson update) {
        return mongoCollection()
                .findOneAndUpdate(filter, update, new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
    }

    private static Bson byId(Asset asset) {
        return eq("_id", asset.id);
    }
}
