package polyclinic.asset.people;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.mongo.Lease;

/**
 * Which doctor has which patient in care: an appointment of theirs that is not cancelled. One document an appointment, so
 * that events may come twice or in any order: the highest version wins.
 */
@ApplicationScoped
public class Care {
    private static final int ASKED = 200;

    private final ReactiveMongoCollection<Document> care;
    private final AppointmentClient owner;
    private final CurrentCaller caller;

    Care(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            @RestClient AppointmentClient owner,
            CurrentCaller caller) {
        this.care = mongo.getDatabase(database).getCollection("care");
        this.owner = owner;
        this.caller = caller;
    }

    public Uni<Void> index() {
        return care.createIndex(
                        Indexes.ascending("doctorSubject", "patientId"), new IndexOptions().name("doctor_patient"))
                .replaceWithVoid();
    }

    /** Fails with 503 when it cannot be found out. */
    public Uni<Boolean> includes(String doctor, UUID patient) {
        String authorization = "Bearer " + caller.bearer();
        return care.find(Filters.and(current(doctor), Filters.eq("patientId", patient.toString())))
                .collect()
                .first()
                .chain(known -> known != null ? Uni.createFrom().item(true) : ask(authorization, patient));
    }

    public Uni<Set<String>> patientsOf(String doctor) {
        return care.find(current(doctor))
                .map(appointment -> appointment.getString("patientId"))
                .collect()
                .in(HashSet::new, Set::add);
    }

    Uni<Void> learn(List<AppointmentEvents.Appointment> told) {
        if (told.isEmpty()) return Uni.createFrom().voidItem();
        return care.bulkWrite(told.stream().map(Care::newest).toList(), new BulkWriteOptions().ordered(false))
                .replaceWithVoid()
                // Those exist with this version or a later one: old news.
                .onFailure(Lease::isDuplicate)
                .recoverWithNull();
    }

    private static WriteModel<Document> newest(AppointmentEvents.Appointment told) {
        String id = told.appointmentId().toString();
        return new ReplaceOneModel<>(
                Filters.and(Filters.eq("_id", id), Filters.lt("version", told.version())),
                new Document("_id", id)
                        .append("version", told.version())
                        .append("doctorSubject", told.doctorSubject())
                        .append("patientId", told.patientId().toString())
                        .append("cancelled", "cancelled".equals(told.status())),
                new ReplaceOptions().upsert(true));
    }

    private Uni<Boolean> ask(String authorization, UUID patient) {
        return owner.list(authorization, patient, ASKED)
                .map(found -> found.items().stream().anyMatch(appointment -> !"cancelled".equals(appointment.status())))
                .onFailure()
                .transform(away -> new OwnerAway());
    }

    private static Bson current(String doctor) {
        return Filters.and(Filters.eq("doctorSubject", doctor), Filters.eq("cancelled", false));
    }
}
