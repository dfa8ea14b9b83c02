package polyclinic.patient.conditions;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.NotFound;
import polyclinic.patient.content.EntryStatus;

/** Conditions of a patient; the caller has already been checked to reach that patient. */
@ApplicationScoped
class Conditions implements PanacheRepositoryBase<Condition, UUID> {
    private static final UUID FIRST = new UUID(0, 0);

    Uni<Condition> require(UUID patientId, UUID id) {
        return find("id = ?1 and patientId = ?2", id, patientId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("condition"));
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
