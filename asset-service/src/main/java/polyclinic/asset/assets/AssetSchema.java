package polyclinic.asset.assets;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import polyclinic.asset.quotas.UploadQuota;
import polyclinic.commons.access.mongo.AccessCollections;
import polyclinic.commons.mongo.MongoSchema;

/** The indexes of the service's collections. */
@ApplicationScoped
class AssetSchema implements MongoSchema {
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
                AssetSchema::indexExpiries);
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
