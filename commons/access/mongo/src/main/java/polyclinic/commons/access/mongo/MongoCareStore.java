package polyclinic.commons.access.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.access.CareRelationship;
import polyclinic.commons.access.CareStore;
import polyclinic.commons.mongo.MongoFailures;

/**
 * Care relationships in the collection {@code care}: one document an appointment or queue entry, so that events may come twice
 * and in any order. {@link AccessCollections} makes its index.
 */
@ApplicationScoped
class MongoCareStore implements CareStore {
    private final ReactiveMongoCollection<Document> care;

    MongoCareStore(ReactiveMongoClient mongo, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        this.care = mongo.getDatabase(database).getCollection(AccessCollections.CARE);
    }

    @Override
    public Uni<Boolean> contains(String doctorSubject, UUID patientId) {
        return care.find(Filters.and(activeOf(doctorSubject), Filters.eq("patientId", patientId)))
                .collect()
                .first()
                .map(found -> found != null);
    }

    @Override
    public Uni<Set<UUID>> patientsOf(String doctorSubject) {
        return care.distinct("patientId", activeOf(doctorSubject), UUID.class)
                .collect()
                .with(Collectors.toUnmodifiableSet());
    }

    @Override
    public Uni<Void> save(List<CareRelationship> relationships) {
        return care.bulkWrite(
                        relationships.stream().map(MongoCareStore::unlessNewer).toList(),
                        new BulkWriteOptions().ordered(false))
                .replaceWithVoid()
                // Those are there with this version or a later one.
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    private static WriteModel<Document> unlessNewer(CareRelationship relationship) {
        return new ReplaceOneModel<>(
                Filters.and(Filters.eq("_id", relationship.id()), Filters.lt("version", relationship.version())),
                new Document("_id", relationship.id())
                        .append("version", relationship.version())
                        .append("patientId", relationship.patientId())
                        .append("doctorSubject", relationship.doctorSubject())
                        .append("cancelled", !relationship.active()),
                new ReplaceOptions().upsert(true));
    }

    private static Bson activeOf(String doctorSubject) {
        return Filters.and(Filters.eq("doctorSubject", doctorSubject), Filters.eq("cancelled", false));
    }
}
