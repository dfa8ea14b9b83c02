package polyclinic.notes.people;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.mongo.Lease;

/** Patients known from their events; one whose event is still on its way is asked for at its owner. */
@ApplicationScoped
public class KnownPatients implements ReactivePanacheMongoRepositoryBase<KnownPatient, UUID> {
    public static final String COLLECTION = "known_patients";

    private final PatientClient owner;
    private final CurrentCaller caller;
    private final Clock clock;

    KnownPatients(@RestClient PatientClient owner, CurrentCaller caller, Clock clock) {
        this.owner = owner;
        this.caller = caller;
        this.clock = clock;
    }

    public Uni<Boolean> knows(UUID patientId) {
        return findById(patientId)
                .chain(known -> known != null ? Uni.createFrom().item(true) : askOwner(patientId));
    }

    /** May be told again, in any order. */
    public Uni<Void> learn(UUID patientId) {
        return mongoCollection()
                .updateOne(
                        Filters.eq("_id", patientId),
                        Updates.setOnInsert("heardAt", clock.instant()),
                        new UpdateOptions().upsert(true))
                .replaceWithVoid()
                .onFailure(Lease::isDuplicate)
                .recoverWithNull();
    }

    private Uni<Boolean> askOwner(UUID patientId) {
        String bearer = caller.bearer();
        if (bearer == null) return Uni.createFrom().item(false);
        return owner.patient("Bearer " + bearer, patientId)
                .map(Response::getStatus)
                .onFailure(WebApplicationException.class)
                .recoverWithItem(failure -> failure.getResponse().getStatus())
                .onFailure(ProcessingException.class)
                .transform(failure -> new OwnerAway("patient-service"))
                .chain(status -> heard(patientId, status));
    }

    private Uni<Boolean> heard(UUID patientId, int status) {
        if (status == 200) return learn(patientId).replaceWith(true);
        if (status == 429 || status >= 500) return Uni.createFrom().failure(new OwnerAway("patient-service"));
        return Uni.createFrom().item(false);
    }
}
