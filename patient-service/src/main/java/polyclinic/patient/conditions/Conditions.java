package polyclinic.patient.conditions;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.patient.access.PatientAccessPolicy;
import polyclinic.patient.content.EntryStatus;
import polyclinic.patient.entries.EntryKind;
import polyclinic.patient.entries.PatientEntries;

/** Conditions of a patient; the caller has already been checked to reach that patient. */
@ApplicationScoped
class Conditions extends PatientEntries<Condition> {
    private static final UUID FIRST = new UUID(0, 0);

    EntryKind<RecordCondition, ConditionView, Condition> kind() {
        return new EntryKind<>(
                "condition", "conditions", PatientAccessPolicy.PROBLEM_LIST, RecordCondition.class, this);
    }

    /** Valid ones, in the order in which they were recorded; one more than the limit. */
    Uni<List<Condition>> valid(
            UUID patientId, @Nullable ClinicalStatus clinicalStatus, @Nullable UUID after, int limit) {
        Map<String, Object> parameters = new HashMap<>(
                Map.of("patientId", patientId, "valid", EntryStatus.ACTIVE, "after", after == null ? FIRST : after));
        String condition = "patientId = :patientId and status = :valid and id > :after";
        if (clinicalStatus != null) {
            condition += " and clinicalStatus = :clinicalStatus";
            parameters.put("clinicalStatus", clinicalStatus);
        }
        return find(condition + " order by id", parameters).range(0, limit).list();
    }
}
