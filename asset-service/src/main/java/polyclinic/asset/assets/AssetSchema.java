package polyclinic.asset.assets;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import polyclinic.asset.access.AssetKind;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.extracts.TextState;
import polyclinic.asset.extracts.ThumbnailState;
import polyclinic.asset.quotas.UploadQuota;
import polyclinic.commons.access.mongo.AccessCollections;
import polyclinic.commons.mongo.MongoSchema;
import polyclinic.commons.mongo.restatements.RestatementReceipts;

/** The indexes of the service's collections. */
@ApplicationScoped
class AssetSchema implements MongoSchema {
    /** Of {@code polyclinic.asset.batches}, which knows this package. */
    private static final String BATCHES = "batch";

    /** Of {@code polyclinic.asset.announcement}, which knows this package too. */
    private static final String UPLOADS = "upload";

    @Override
    public List<Consumer<MongoDatabase>> steps() {
        return List.of(
                AssetSchema::indexAssets,
                AccessCollections::index,
                AccessCollections::convertTextIds,
                AccessCollections::careByDoctor,
                database -> MongoSchema.receiptAgeIndex(database, Assets.COLLECTION),
                AssetSchema::expireQuotas,
                AssetSchema::indexScans,
                AssetSchema::indexUnfinishedDeletions,
                AssetSchema::indexExpiries,
                AssetSchema::indexTexts,
                AssetSchema::indexBatches,
                AssetSchema::awaitTexts,
                AssetSchema::indexWords,
                AssetSchema::indexThumbnails,
                AssetSchema::awaitThumbnails,
                AssetSchema::indexSizes,
                AssetSchema::indexUploads,
                RestatementReceipts::index);
    }

    private static void indexAssets(MongoDatabase database) {
        MongoSchema.receiptIndex(database, Assets.COLLECTION);
        index(database, "patient_newest", "patientId");
        index(database, "prescription_newest", "prescriptionId");
        MongoSchema.index(database, Assets.COLLECTION, "status_id", Indexes.ascending("status", "_id"));
    }

    private static void indexScans(MongoDatabase database) {
        MongoSchema.index(database, Assets.COLLECTION, "scan_due", Indexes.ascending("scan", "scanDue"));
    }

    /** Sparse: of all that was ever deleted it holds the few whose bytes may still be there. */
    private static void indexUnfinishedDeletions(MongoDatabase database) {
        database.getCollection(Assets.COLLECTION)
                .createIndex(
                        Indexes.ascending("blobPending"),
                        new IndexOptions().name("blob_pending").sparse(true));
    }

    private static void indexTexts(MongoDatabase database) {
        MongoSchema.index(database, Assets.COLLECTION, "text_due", Indexes.ascending(TextState.STATUS, TextState.DUE));
    }

    /** Sparse: of recordings and backups there are none. */
    private static void indexThumbnails(MongoDatabase database) {
        database.getCollection(Assets.COLLECTION)
                .createIndex(
                        Indexes.ascending(ThumbnailState.STATUS, ThumbnailState.DUE),
                        new IndexOptions().name("thumbnail_due").sparse(true));
    }

    /** Of what was stored before there were small pictures they are made now. */
    private static void awaitThumbnails(MongoDatabase database) {
        database.getCollection(Assets.COLLECTION)
                .updateMany(
                        Filters.and(
                                Filters.eq("status", AssetStatus.STORED.name()),
                                Filters.in(
                                        "kind",
                                        AssetKind.DOCUMENT.name(),
                                        AssetKind.SCAN.name(),
                                        AssetKind.PATIENT_PHOTO.name()),
                                Filters.in("contentType", ThumbnailState.TYPES),
                                Filters.eq(ThumbnailState.FIELD, null)),
                        Updates.set(ThumbnailState.FIELD, ThumbnailState.pending(Instant.now())));
    }

    /** Holds all that a count of what is stored asks for, so that no document is read for it. */
    private static void indexSizes(MongoDatabase database) {
        MongoSchema.index(
                database, Assets.COLLECTION, "stored_sizes", Indexes.ascending("status", "patientId", "kind", "size"));
    }

    /** The first is for what expires and for what is counted of a patient; few are at an end and have their bytes still there. */
    private static void indexUploads(MongoDatabase database) {
        MongoSchema.receiptIndex(database, UPLOADS);
        MongoSchema.receiptAgeIndex(database, UPLOADS);
        MongoSchema.index(database, UPLOADS, "status_expiry", Indexes.ascending("status", "expiresAt"));
        MongoSchema.index(
                database, UPLOADS, "announced_sizes", Indexes.ascending("status", "patientId", "kind", "size"));
        database.getCollection(UPLOADS)
                .createIndex(
                        Indexes.ascending("staged"),
                        new IndexOptions().name("staged").sparse(true));
        database.getCollection(UPLOADS)
                .createIndex(
                        Indexes.ascending("endedAt"),
                        new IndexOptions().name("ended_at").sparse(true));
    }

    /** Behind the status, so that those which have none yet are found by it, too. */
    private static void indexWords(MongoDatabase database) {
        MongoSchema.index(
                database, Assets.COLLECTION, "text_words", Indexes.ascending(TextState.STATUS, DocumentText.WORDS));
    }

    /** Sparse: most assets come alone. */
    private static void indexBatches(MongoDatabase database) {
        database.getCollection(Assets.COLLECTION)
                .createIndex(
                        Indexes.ascending("batchId"),
                        new IndexOptions().name("batch_assets").sparse(true));
        MongoSchema.receiptIndex(database, BATCHES);
        MongoSchema.receiptAgeIndex(database, BATCHES);
        MongoSchema.index(
                database,
                BATCHES,
                "patient_newest",
                Indexes.compoundIndex(Indexes.ascending("patientId"), Indexes.descending("_id")));
    }

    /** What was stored before texts were taken out of documents is received now. */
    private static void awaitTexts(MongoDatabase database) {
        database.getCollection(Assets.COLLECTION)
                .updateMany(
                        Filters.and(
                                Filters.eq("status", AssetStatus.STORED.name()),
                                Filters.in("kind", AssetKind.DOCUMENT.name(), AssetKind.SCAN.name()),
                                Filters.eq(TextState.FIELD, null)),
                        Updates.set(TextState.FIELD, TextState.received(Instant.now())));
    }

    /** Sparse: few assets expire. */
    private static void indexExpiries(MongoDatabase database) {
        database.getCollection(Assets.COLLECTION)
                .createIndex(
                        Indexes.ascending("expiresAt"),
                        new IndexOptions().name("expires_at").sparse(true));
    }

    /** The sweeper does the same where a server accepts the index and expires nothing. */
    private static void expireQuotas(MongoDatabase database) {
        database.getCollection(UploadQuota.COLLECTION)
                .createIndex(
                        Indexes.ascending("until"),
                        new IndexOptions().name("until_ttl").expireAfter(0L, TimeUnit.SECONDS));
    }

    private static void index(MongoDatabase database, String name, String field) {
        MongoSchema.index(
                database,
                Assets.COLLECTION,
                name,
                Indexes.compoundIndex(Indexes.ascending(field), Indexes.descending("_id")));
    }
}
