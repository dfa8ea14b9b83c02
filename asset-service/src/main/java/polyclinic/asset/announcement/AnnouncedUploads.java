package polyclinic.asset.announcement;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.access.AssetAccess;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;

/**
 * The announced uploads. One has an end by one update, whoever comes first: it is completed, or it has expired. From then on
 * {@code staged} says that its bytes may still lie where they were sent to.
 */
@ApplicationScoped
public class AnnouncedUploads {
    /** {@code StoredQuota} counts by it what is announced. */
    public static final String COLLECTION = "upload";

    static final String ENTITY = "upload";

    private final ReactiveMongoCollection<Document> collection;
    private final AssetAccess access;

    AnnouncedUploads(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            AssetAccess access) {
        this.collection = mongo.getDatabase(database).getCollection(COLLECTION);
        this.access = access;
    }

    /** For the receipts of repeated requests. */
    ReactiveMongoCollection<Document> collection() {
        return collection;
    }

    Uni<Void> add(AnnouncedUpload upload, List<Document> receipts, List<Document> messages) {
        Document document =
                upload.document().append(MongoOutbox.FIELD, messages).append(MongoOutbox.PENDING, true);
        if (!receipts.isEmpty())
            document.append(IdempotencyReceipts.FIELD, receipts)
                    .append(IdempotencyReceipts.KEYS, IdempotencyReceipts.keys(receipts));
        return collection.insertOne(document).replaceWithVoid();
    }

    /** One that the caller has announced, and might announce now; fails with 404 otherwise. */
    Uni<AnnouncedUpload> require(UUID id, Caller caller) {
        return first(eq("_id", id.toString()))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound(ENTITY))
                .call(upload -> access.permits(
                                AssetAccessPolicy.toStore(caller), caller, upload.kind(), upload.patientId())
                        .invoke(permitted -> {
                            if (!permitted || !upload.createdBy().equals(caller.subject()))
                                throw new NotFound(ENTITY).about(ENTITY, id, upload.patientId());
                        }));
    }

    /** Its bytes are being looked at: until then it does not expire. Null when it has come to an end, or its time is over. */
    Uni<@Nullable AnnouncedUpload> hold(AnnouncedUpload upload, Instant now, Instant until) {
        return change(
                and(byId(upload), isAnnounced(), or(gt("expiresAt", now), gt("heldUntil", now))),
                set("heldUntil", until));
    }

    /** It may expire again. */
    Uni<Void> release(AnnouncedUpload upload) {
        return collection.updateOne(byId(upload), unset("heldUntil")).replaceWithVoid();
    }

    /** {@code announced → completed}; null when another was faster. */
    public Uni<@Nullable AnnouncedUpload> complete(AnnouncedUpload upload, Instant now) {
        return change(and(byId(upload), isAnnounced()), end(AnnouncedUploadStatus.COMPLETED, now));
    }

    /** {@code announced → expired}; null when that is done, or it is completed or held after all. */
    public Uni<@Nullable AnnouncedUpload> expire(AnnouncedUpload upload, Instant now) {
        return change(and(byId(upload), isDue(now)), end(AnnouncedUploadStatus.EXPIRED, now));
    }

    /** Those whose time is over. */
    public Uni<List<AnnouncedUpload>> due(Instant now, int limit) {
        return list(isDue(now), limit);
    }

    /** Those at an end whose bytes may still be there. */
    public Uni<List<AnnouncedUpload>> staged(int limit) {
        return list(eq("staged", true), limit);
    }

    /** The bytes are gone. */
    public Uni<Void> cleared(AnnouncedUpload upload) {
        return collection.updateOne(byId(upload), unset("staged")).replaceWithVoid();
    }

    /** Whether bytes under this key belong to an upload that is still awaited. */
    public Uni<Boolean> awaits(String key) {
        return first(and(eq("_id", AnnouncedUpload.idOf(key)), isAnnounced())).map(found -> found != null);
    }

    /** Removes those that ended before, and whose entries and events are sent. */
    public Uni<Void> forget(Instant before) {
        return collection
                .deleteMany(and(lte("endedAt", before), ne(MongoOutbox.PENDING, true), ne("staged", true)))
                .replaceWithVoid();
    }

    private static Bson end(AnnouncedUploadStatus status, Instant now) {
        return combine(
                set("status", status.name()),
                set("endedAt", now),
                set("staged", true),
                unset("title"),
                unset("fileName"),
                unset("heldUntil"));
    }

    private static Bson isAnnounced() {
        return eq("status", AnnouncedUploadStatus.ANNOUNCED.name());
    }

    private static Bson isDue(Instant now) {
        return and(isAnnounced(), lte("expiresAt", now), or(eq("heldUntil", null), lte("heldUntil", now)));
    }

    private static Bson byId(AnnouncedUpload upload) {
        return eq("_id", upload.id().toString());
    }

    private Uni<@Nullable AnnouncedUpload> first(Bson filter) {
        return collection
                .find(filter, new FindOptions().projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .first()
                .map(AnnouncedUploads::read);
    }

    private Uni<List<AnnouncedUpload>> list(Bson filter, int limit) {
        return collection
                .find(
                        filter,
                        new FindOptions()
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .sort(Sorts.ascending("_id"))
                                .limit(limit))
                .map(AnnouncedUpload::of)
                .collect()
                .asList();
    }

    private Uni<@Nullable AnnouncedUpload> change(Bson filter, Bson update) {
        return collection
                .findOneAndUpdate(
                        filter,
                        update,
                        new FindOneAndUpdateOptions()
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .returnDocument(ReturnDocument.AFTER))
                .map(AnnouncedUploads::read);
    }

    private static @Nullable AnnouncedUpload read(@Nullable Document found) {
        return found == null ? null : AnnouncedUpload.of(found);
    }
}
