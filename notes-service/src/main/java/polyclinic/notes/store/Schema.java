package polyclinic.notes.store;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.mongo.IdempotencyReceipts;

/**
 * Brings the database to the version that this code expects, before anything else uses it. Steps are only ever added, and
 * each may be taken again (by another replica at the same time, or after a crash in the middle).
 */
@ApplicationScoped
class Schema {
    private static final String ID = "notes-service";
    /** Each waits for the server as long as the driver does. */
    private static final int ATTEMPTS = 10;

    private final MongoDatabase database;

    Schema(MongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.database = mongo.getDatabase(database);
    }

    private List<Runnable> steps() {
        return List.of(this::indexLists, this::indexReceipts, this::indexCare);
    }

    void migrate(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent start) {
        List<Runnable> steps = steps();
        for (int step = version(); step < steps.size(); step++) {
            steps.get(step).run();
            reached(step + 1);
        }
    }

    private void indexLists() {
        index("notes", "patient_created", newest("patientId", "createdAt"));
        index("notes", "created", Indexes.descending("createdAt", "_id"));
        index("notes", "patient_terms", Indexes.ascending("patientId", "terms"));
        index("notes", "terms", Indexes.ascending("terms"));
        index(
                "note_versions",
                "note_version",
                Indexes.compoundIndex(Indexes.ascending("noteId"), Indexes.descending("version")));
        index(
                "clinical_data",
                "patient_type_effective",
                Indexes.compoundIndex(
                        Indexes.ascending("patientId", "dataType"), Indexes.descending("effectiveAt", "_id")));
        index("clinical_data", "patient_effective", newest("patientId", "effectiveAt"));
        index("history", "patient_date", newest("patientId", "date"));
        index("timeline_items", "patient_occurred", newest("patientId", "occurredAt"));
    }

    /** As {@code MongoIdempotency.index} makes it. */
    private void indexReceipts() {
        for (String collection : List.of("notes", "clinical_data", "history")) {
            database.getCollection(collection)
                    .createIndex(
                            Indexes.ascending(IdempotencyReceipts.KEYS),
                            new IndexOptions().name("receipt_keys").unique(true).sparse(true));
        }
    }

    private void indexCare() {
        index("care", "doctor_patient", Indexes.ascending("doctorSubject", "patientId"));
    }

    private void index(String collection, String name, Bson keys) {
        database.getCollection(collection).createIndex(keys, new IndexOptions().name(name));
    }

    private static Bson newest(String of, String by) {
        return Indexes.compoundIndex(Indexes.ascending(of), Indexes.descending(by, "_id"));
    }

    private int version() {
        for (int attempt = 1; ; attempt++) {
            try {
                Document found = database.getCollection("schema_version")
                        .find(Filters.eq("_id", ID))
                        .first();
                return found == null ? 0 : found.getInteger("version");
            } catch (MongoTimeoutException away) {
                if (attempt == ATTEMPTS) throw away;
                Log.warn("MongoDB does not answer yet");
            }
        }
    }

    private void reached(int version) {
        database.getCollection("schema_version")
                .updateOne(Filters.eq("_id", ID), Updates.max("version", version), new UpdateOptions().upsert(true));
        Log.infof("schema version=%d", version);
    }
}
