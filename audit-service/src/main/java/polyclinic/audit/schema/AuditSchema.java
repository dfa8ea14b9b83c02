package polyclinic.audit.schema;

import static polyclinic.commons.mongo.MongoSchema.index;
import static polyclinic.commons.mongo.MongoSchema.uniqueIndex;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Consumer;
import org.bson.conversions.Bson;
import polyclinic.commons.mongo.MongoSchema;

/** The named indexes. */
@ApplicationScoped
class AuditSchema implements MongoSchema {
    @Override
    public List<Consumer<MongoDatabase>> steps() {
        return List.of(
                AuditSchema::chains,
                AuditSchema::lookups,
                AuditSchema::checkpoints,
                AuditSchema::patients,
                AuditSchema::outcomes,
                AuditSchema::analytics,
                AuditSchema::entities);
    }

    /** The proof that a chain neither forks nor doubles rests on these two. */
    private static void chains(MongoDatabase database) {
        uniqueIndex(database, "entries", "entry_id", Indexes.ascending("id"));
        uniqueIndex(database, "entries", "chain_seq", Indexes.ascending("chain", "seq"));
    }

    private static void lookups(MongoDatabase database) {
        index(database, "entries", "patient_time", newestFirst("patientId"));
        index(database, "entries", "actor_time", newestFirst("actor.subject"));
        index(database, "entries", "actor_name_time", newestFirst("actor.name"));
        index(database, "entries", "action_time", newestFirst("action"));
        index(database, "entries", "entity_time", newestFirst("entityType", "entityId"));
        index(database, "entries", "entity_id_time", newestFirst("entityId"));
        index(database, "entries", "time", newestFirst());
    }

    private static void checkpoints(MongoDatabase database) {
        index(database, "checkpoints", "chain_size", Indexes.ascending("chain", "size"));
        index(database, "checkpoints", "archived", Indexes.ascending("archived"));
    }

    /** Multikey: an entry about several patients is found by each. */
    private static void patients(MongoDatabase database) {
        index(database, "entries", "patients_time", newestFirst("patientIds"));
    }

    /** Few entries are of something that was denied, or failed: without it the whole trail is read for them. */
    private static void outcomes(MongoDatabase database) {
        index(database, "entries", "outcome_time", newestFirst("outcome"));
    }

    private static void analytics(MongoDatabase database) {
        index(database, "analytics_events", "time", newestFirst());
        index(database, "analytics_events", "type_time", newestFirst("eventType"));
        index(database, "analytics_events", "user_time", newestFirst("user.subject"));
        index(database, "analytics_events", "session_time", newestFirst("sessionId"));
    }

    /** Multikey: an entry about several things is found by each. */
    private static void entities(MongoDatabase database) {
        index(database, "entries", "entities_time", newestFirst("entityIds"));
    }

    private static Bson newestFirst(String... fields) {
        return Indexes.compoundIndex(Indexes.ascending(fields), Indexes.descending("occurredAt", "_id"));
    }
}
