package polyclinic.recovery.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import org.bson.Document;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * Says to audit-service that its database is behind the bucket of the trail, as one from a dump always is: at its start it
 * brings back the rest before it takes an entry. An entry that came first would take the position of one that was, and its
 * checkpoint would contradict the one in the bucket for ever.
 */
public final class TrailMark {
    /** The database of the trail. */
    public static final String DATABASE = "audit";

    private static final Document MARK = new Document("_id", "rebuild");

    private TrailMark() {}

    /** Sets it; audit-service takes it away when its database is whole. */
    public static void set(MongoDeployment mongo) {
        try {
            mongo.database(DATABASE)
                    .getCollection("rebuild")
                    .replaceOne(Filters.eq(MARK.get("_id")), MARK, new ReplaceOptions().upsert(true));
        } catch (MongoException e) {
            throw new RecoveryFailed("MongoDB did not take the mark of the audit trail", e);
        }
    }
}
