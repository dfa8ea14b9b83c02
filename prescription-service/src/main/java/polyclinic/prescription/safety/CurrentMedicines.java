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

/** What a patient takes: what their prescriptions in force allow and what they were given, whoever prescribed it. */
@ApplicationScoped
class CurrentMedicines {
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    /**
     * What may still be dispensed counts until the prescription ends; what was given, substitutes included, for the time of the
     * treatment, whatever became of the prescription.
     */
    private static final String TAKEN = """
            select taken.name, cast(m.ingredients as text)
              from (select p.id, i.position, i.medication_name as name, i.medication_id
                      from prescription p
                      join prescription_item i on i.prescription_id = p.id
                     where p.patient_id = :patient and p.id <> :except
                       and i.dispensed < i.quantity * (1 + i.refills_used)
                       and (p.status = 'ISSUING'
                            or p.status in ('ISSUED', 'PARTIALLY_DISPENSED') and p.expires_at > :now)
                     union
                    select prescription_id, position, name, medication_id
                      from medicine_given
                     where patient_id = :patient and prescription_id <> :except and lasts_until > :now) taken
              left join medication m on m.id = taken.medication_id
             order by taken.id, taken.position, taken.name
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
