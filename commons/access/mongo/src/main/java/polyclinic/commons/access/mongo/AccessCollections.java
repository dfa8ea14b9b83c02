package polyclinic.commons.access.mongo;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.mongo.MongoSchema;

/** The collections of this module, as steps of a service's {@link MongoSchema}. */
public final class AccessCollections {
    static final String CARE = "care";
    static final String KNOWN_PATIENTS = "known_patients";

    private AccessCollections() {}

    /** Finds a doctor's patients. */
    public static void index(MongoDatabase database) {
        MongoSchema.index(database, CARE, "doctor_patient", Indexes.ascending("doctorSubject", "patientId"));
    }

    /**
     * Takes over what asset-service kept before in forms of its own: ids as texts in {@code care}, and the collection
     * {@code known_patient}. A document that is there in the new form already is the newer one.
     */
    public static void convertTextIds(MongoDatabase database) {
        for (Document old : database.getCollection(CARE).find()) {
            if (!(old.get("_id") instanceof String text)) continue;
            insertOnce(
                    database,
                    CARE,
                    new Document(old)
                            .append("_id", UUID.fromString(text))
                            .append("patientId", UUID.fromString(old.getString("patientId"))));
            database.getCollection(CARE).deleteOne(Filters.eq("_id", text));
        }
        for (Document old : database.getCollection("known_patient").find()) {
            insertOnce(
                    database,
                    KNOWN_PATIENTS,
                    new Document("_id", UUID.fromString(old.getString("_id")))
                            .append("heardAt", old.get("knownSince")));
        }
        database.getCollection("known_patient").drop();
    }

    private static void insertOnce(MongoDatabase database, String collection, Document document) {
        Object id = document.get("_id");
        if (database.getCollection(collection).find(Filters.eq("_id", id)).first() != null) return;
        database.getCollection(collection)
                .replaceOne(Filters.eq("_id", id), document, new ReplaceOptions().upsert(true));
    }
}
