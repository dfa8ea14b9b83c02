package polyclinic.commons.access.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.access.KnownPatientStore;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** Which patients exist, held against what patient-service states. Nothing but the id is kept, so nothing can be stale. */
@ApplicationScoped
class KnownPatientProjection implements Projection<UUID> {
    private final ReactiveMongoCollection<Document> patients;
    private final KnownPatientStore store;

    KnownPatientProjection(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            KnownPatientStore store) {
        this.patients = mongo.getDatabase(database).getCollection(AccessCollections.KNOWN_PATIENTS);
        this.store = store;
    }

    @Override
    public String name() {
        return "known_patient";
    }

    @Override
    public String kind() {
        return "patients";
    }

    @Override
    public UUID read(CloudEvent fact) {
        return fact.id();
    }

    @Override
    public UUID id(UUID patient) {
        return patient;
    }

    @Override
    public long version(UUID patient) {
        return 0;
    }

    @Override
    public boolean isSame(UUID kept, UUID stated) {
        return true;
    }

    @Override
    public Uni<List<UUID>> kept(IdRange range) {
        return patients.find(
                        Filters.and(Filters.gt("_id", range.after()), Filters.lte("_id", range.through())),
                        new FindOptions()
                                .projection(Projections.include("_id"))
                                .sort(Sorts.ascending("_id"))
                                .limit(range.limit()))
                .map(document -> document.get("_id", UUID.class))
                .collect()
                .asList();
    }

    @Override
    public Uni<Void> put(List<UUID> stated) {
        return store.add(stated);
    }

    /** Never called: of what has no version none is ahead. */
    @Override
    public Uni<Void> putBack(List<UUID> stated) {
        return store.add(stated);
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return patients.deleteMany(Filters.in("_id", ids)).replaceWithVoid();
    }
}
