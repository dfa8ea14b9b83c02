package polyclinic.prescription.safety;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/** What a patient takes: the items of their prescriptions in force, whoever wrote them. */
@ApplicationScoped
class CurrentMedicines {
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    /** What was dispensed whole counts for the time of the treatment; what was not, until the prescription ends. */
    private static final String TAKEN = """
            select i.medication_name, cast(m.ingredients as text)
              from prescription p
              join prescription_item i on i.prescription_id = p.id
              left join medication m on m.id = i.medication_id
             where p.patient_id = :patient and p.id <> :except
               and (p.status = 'ISSUING'
                    or p.status in ('ISSUED', 'PARTIALLY_DISPENSED') and p.expires_at > :now
                    or p.status = 'DISPENSED'
                       and p.issued_at + make_interval(days => i.duration_days * (1 + i.refills_used)) > :now)
             order by p.id, i.position
             limit 500""";

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended(cast(:patient as text), 8083))";

    record Taken(String name, @Nullable List<String> ingredients) {}

    /**
     * In the open transaction: has the patient for itself until it ends, so that of two prescriptions that are issued at the same time
     * the second sees the first.
     */
    Uni<Void> lock(UUID patientId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LOCK, Object.class)
                        .setParameter("patient", patientId.toString())
                        .getResultList())
                .replaceWithVoid();
    }

    /** @param except a prescription that does not count */
    Uni<List<Taken>> of(UUID patientId, UUID except, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(TAKEN, Object[].class)
                        .setParameter("patient", patientId)
                        .setParameter("except", except)
                        .setParameter("now", now)
                        .getResultList())
                .map(CurrentMedicines::taken);
    }

    private static List<Taken> taken(List<Object[]> rows) {
        List<Taken> taken = new ArrayList<>();
        for (Object[] row : rows) taken.add(new Taken((String) row[0], names((String) row[1])));
        return taken;
    }

    private static @Nullable List<String> names(@Nullable String json) {
        try {
            return json == null ? null : Json.MAPPER.readValue(json, NAMES);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
