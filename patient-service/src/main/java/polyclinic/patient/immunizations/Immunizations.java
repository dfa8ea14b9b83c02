package polyclinic.patient.immunizations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.patient.access.PatientAccessPolicy;
import polyclinic.patient.content.EntryStatus;
import polyclinic.patient.content.NewestFirst;
import polyclinic.patient.entries.EntryKind;
import polyclinic.patient.entries.PatientEntries;

/** Immunizations of a patient; the caller has already been checked to reach that patient. */
@ApplicationScoped
class Immunizations extends PatientEntries<Immunization> {
    EntryKind<RecordImmunization, ImmunizationView, Immunization> kind() {
        return new EntryKind<>(
                "immunization", "immunizations", PatientAccessPolicy.PROBLEM_LIST, RecordImmunization.class, this);
    }

    /** Valid ones, by their day, the last first; one more than the limit. */
    Uni<List<Immunization>> valid(UUID patientId, @Nullable NewestFirst after, int limit) {
        Map<String, Object> parameters = new HashMap<>(Map.of("patientId", patientId, "valid", EntryStatus.ACTIVE));
        String condition = "patientId = :patientId and status = :valid";
        if (after != null) {
            condition += " and (givenOn < :day or givenOn = :day and id < :id)";
            parameters.put("day", after.day());
            parameters.put("id", after.id());
        }
        return find(condition + " order by givenOn desc, id desc", parameters)
                .range(0, limit)
                .list();
    }
}
