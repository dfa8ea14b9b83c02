package polyclinic.commons.access.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.access.KnownPatientStore;
import polyclinic.commons.mongo.MongoFailures;

/** The ids of known patients in the collection {@code known_patients}. */
@ApplicationScoped
class MongoKnownPatientStore implements KnownPatientStore {
    private final ReactiveMongoCollection<Document> patients;
    private final Clock clock;

    MongoKnownPatientStore(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            Clock clock) {
        this.patients = mongo.getDatabase(database).getCollection(AccessCollections.KNOWN_PATIENTS);
        this.clock = clock;
    }

    @Override
    public Uni<Boolean> contains(UUID patientId) {
        return patients.find(Filters.eq("_id", patientId)).collect().first().map(found -> found != null);
    }

    @Override
    public Uni<Void> add(Collection<UUID> patientIds) {
        Bson once = Updates.setOnInsert("heardAt", clock.instant());
        List<WriteModel<Document>> writes = patientIds.stream()
                .<WriteModel<Document>>map(
                        id -> new UpdateOneModel<>(Filters.eq("_id", id), once, new UpdateOptions().upsert(true)))
                .toList();
        return patients.bulkWrite(writes, new BulkWriteOptions().ordered(false))
                .replaceWithVoid()
                // Two replicas at once: the patient is known either way.
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }
}
