package polyclinic.notes.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.mongo.Lease;

/**
 * Who treats whom, from the events of appointments: a doctor has a patient in care by any appointment that was not
 * cancelled. One whose event is still on its way is asked for at appointment-service.
 */
@ApplicationScoped
public class Care implements ReactivePanacheMongoRepositoryBase<CareEntry, UUID> {
    public static final String COLLECTION = "care";

    private static final int ENOUGH = 200;

    private final AppointmentClient owner;
    private final CurrentCaller caller;

    Care(@RestClient AppointmentClient owner, CurrentCaller caller) {
        this.owner = owner;
        this.caller = caller;
    }

    Uni<Boolean> covers(String doctorSubject, UUID patientId) {
        Bson open = Filters.and(ofDoctor(doctorSubject), Filters.eq("patientId", patientId));
        return mongoCollection()
                .find(open)
                .collect()
                .first()
                .chain(entry -> entry != null ? Uni.createFrom().item(true) : askOwner(patientId));
    }

    Uni<Set<UUID>> patientsOf(String doctorSubject) {
        return mongoCollection()
                .distinct("patientId", ofDoctor(doctorSubject), UUID.class)
                .collect()
                .with(Collectors.toUnmodifiableSet());
    }

    /** May be told again, in any order. */
    public Uni<Void> learn(List<CareEntry> told) {
        if (told.isEmpty()) return Uni.createFrom().voidItem();
        return mongoCollection()
                .bulkWrite(told.stream().map(Care::newest).toList(), new BulkWriteOptions().ordered(false))
                .replaceWithVoid()
                // Those exist with this version or a later one: old news.
                .onFailure(Lease::isDuplicate)
                .recoverWithNull();
    }

    private static WriteModel<CareEntry> newest(CareEntry told) {
        return new ReplaceOneModel<>(
                Filters.and(Filters.eq("_id", told.id), Filters.lt("version", told.version)),
                told,
                new ReplaceOptions().upsert(true));
    }

    private static Bson ofDoctor(String subject) {
        return Filters.and(Filters.eq("doctorSubject", subject), Filters.eq("cancelled", false));
    }

    private Uni<Boolean> askOwner(UUID patientId) {
        String bearer = caller.bearer();
        if (bearer == null) return Uni.createFrom().item(false);
        return owner.appointments("Bearer " + bearer, patientId, ENOUGH)
                .map(Care::anyOpen)
                .onFailure(WebApplicationException.class)
                .recoverWithUni(failure -> refused(failure.getResponse().getStatus()))
                .onFailure(ProcessingException.class)
                .transform(failure -> new OwnerAway("appointment-service"));
    }

    private static boolean anyOpen(JsonNode page) {
        for (JsonNode appointment : page.path("items")) {
            if (!"cancelled".equals(appointment.path("status").asText())) return true;
        }
        return false;
    }

    private static Uni<Boolean> refused(int status) {
        if (status == 429 || status >= 500) return Uni.createFrom().failure(new OwnerAway("appointment-service"));
        return Uni.createFrom().item(false);
    }
}
