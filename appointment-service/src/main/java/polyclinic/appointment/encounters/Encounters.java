package polyclinic.appointment.encounters;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Cursor;

/** A patient sees the own encounters, a doctor those that were with them. */
@ApplicationScoped
public class Encounters implements PanacheRepositoryBase<Encounter, UUID> {

    Uni<Encounter> require(UUID id, Caller caller) {
        Map<String, Object> with = new HashMap<>(Map.of("id", id));
        return find("id = :id" + scope(caller, with), with)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("encounter"));
    }

    /** Newest first: ids are made in the order of time. */
    Uni<List<Encounter>> list(UUID patientId, UUID doctorId, Caller caller, String after, int limit) {
        Map<String, Object> with = new HashMap<>();
        StringBuilder where = new StringBuilder("1 = 1").append(scope(caller, with));
        if (patientId != null) {
            where.append(" and patientId = :asked");
            with.put("asked", patientId);
        }
        if (doctorId != null) {
            where.append(" and doctorId = :doctor");
            with.put("doctor", doctorId);
        }
        UUID last = Cursor.id(after);
        if (last != null) {
            where.append(" and id < :last");
            with.put("last", last);
        }
        return find(where + " order by id desc", with).range(0, limit).list();
    }

    private static String scope(Caller caller, Map<String, Object> with) {
        if (caller.onlyPatient() != null) {
            with.put("patient", caller.onlyPatient());
            return " and patientId = :patient";
        }
        if (caller.onlyDoctor() != null) {
            with.put("subject", caller.onlyDoctor());
            return " and doctorId in (select d.id from Doctor d where d.subject = :subject)";
        }
        return "";
    }
}
