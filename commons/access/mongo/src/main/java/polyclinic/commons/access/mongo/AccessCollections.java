package polyclinic.commons.access.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import polyclinic.commons.access.care.CareBasis;
import polyclinic.commons.mongo.MongoSchema;

/** The collections of this module, as steps of a service's {@link MongoSchema}. */
public final class AccessCollections {
    static final String CARE = "care";
    static final String CARE_DOCTORS = "care_doctors";
    static final String KNOWN_PATIENTS = "known_patients";

    /** As long as care lasts unless configured: the topic no longer has the events of most of it. */
    private static final Duration OLD_CARE_LASTS = Duration.ofDays(365);

    private AccessCollections() {}

    /** Finds an account's patients, as care was kept before {@link #careByDoctor}. */
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

    /**
     * Care by doctor in place of care by account. What is there names no doctor: it counts by its account for a year, while the
     * listener reads {@code appointment.events} anew, whose events replace it as versions that are newer than it.
     */
    public static void careByDoctor(MongoDatabase database) {
        MongoCollection<Document> care = database.getCollection(CARE);
        Bson before = Filters.exists("until", false);
        care.deleteMany(
                Filters.and(before, Filters.or(Filters.eq("cancelled", true), Filters.eq("doctorSubject", null))));
        Instant now = Instant.now();
        for (Document old : care.find(before)) {
            care.replaceOne(
                    Filters.and(Filters.eq("_id", old.get("_id")), before),
                    new Document("_id", old.get("_id"))
                            .append("version", -1L)
                            .append("patientId", old.get("patientId"))
                            .append("doctorId", null)
                            .append("subject", old.get("doctorSubject"))
                            .append("basis", CareBasis.APPOINTMENT.wire())
                            .append("since", now)
                            .append("until", now.plus(OLD_CARE_LASTS))
                            .append("selfMade", false));
        }
        for (Document index : care.listIndexes())
            if ("doctor_patient".equals(index.get("name"))) care.dropIndex("doctor_patient");
        MongoSchema.index(database, CARE, "care_of_doctor", Indexes.ascending("doctorId", "patientId"));
        MongoSchema.index(database, CARE, "care_of_account", Indexes.ascending("subject", "patientId"));
        MongoSchema.index(database, CARE, "care_of_patient", Indexes.ascending("patientId", "until"));
        MongoSchema.index(database, CARE_DOCTORS, "doctor_of_account", Indexes.ascending("subject"));
    }

    private static void insertOnce(MongoDatabase database, String collection, Document document) {
        Object id = document.get("_id");
        if (database.getCollection(collection).find(Filters.eq("_id", id)).first() != null) return;
        database.getCollection(collection)
                .replaceOne(Filters.eq("_id", id), document, new ReplaceOptions().upsert(true));
    }
}
