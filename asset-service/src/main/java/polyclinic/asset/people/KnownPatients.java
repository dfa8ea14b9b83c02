package polyclinic.asset.people;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.mongo.Lease;

/** Which patients exist, kept from their events; the owner is asked about one that has not been heard of yet. */
@ApplicationScoped
public class KnownPatients {
    private final ReactiveMongoCollection<Document> patients;
    private final PatientClient owner;
    private final CurrentCaller caller;
    private final Clock clock;

    KnownPatients(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            @RestClient PatientClient owner,
            CurrentCaller caller,
            Clock clock) {
        this.patients = mongo.getDatabase(database).getCollection("known_patient");
        this.owner = owner;
        this.caller = caller;
        this.clock = clock;
    }

    /** Fails with 503 when it cannot be found out. */
    public Uni<Boolean> contains(UUID id) {
        String authorization = "Bearer " + caller.bearer();
        return patients.find(Filters.eq("_id", id.toString()))
                .collect()
                .first()
                .chain(known -> known != null ? Uni.createFrom().item(true) : ask(authorization, id));
    }

    Uni<Void> remember(UUID id) {
        return patients.updateOne(
                        Filters.eq("_id", id.toString()),
                        Updates.setOnInsert("knownSince", Date.from(clock.instant())),
                        new UpdateOptions().upsert(true))
                .replaceWithVoid()
                // Two listeners at once: the patient is known either way.
                .onFailure(Lease::isDuplicate)
                .recoverWithNull();
    }

    private Uni<Boolean> ask(String authorization, UUID id) {
        return owner.find(authorization, id)
                .map(Response::getStatus)
                .onFailure(WebApplicationException.class)
                .recoverWithItem(refused -> refused.getResponse().getStatus())
                .onFailure()
                .transform(away -> new OwnerAway())
                .chain(status -> switch (status) {
                    case 200 -> remember(id).replaceWith(true);
                    case 403, 404 -> Uni.createFrom().item(false);
                    default -> Uni.createFrom().failure(new OwnerAway());
                });
    }
}
