package polyclinic.patient.conditions;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.patient.entries.EntryReading;

/** Reads a patient's problem list. */
@ApplicationScoped
class ConditionQueries {
    private final Conditions conditions;
    private final EntryReading reading;

    ConditionQueries(Conditions conditions, EntryReading reading) {
        this.conditions = conditions;
        this.reading = reading;
    }

    Uni<Page<ConditionView>> list(
            UUID patientId, @Nullable ClinicalStatus clinicalStatus, @Nullable String after, int limit, Caller caller) {
        UUID cursor = Cursor.id(after);
        return reading.list(
                conditions.kind(),
                patientId,
                caller,
                limit,
                () -> conditions.valid(patientId, clinicalStatus, cursor, limit),
                last -> Cursor.encode(last.id()));
    }

    Uni<ConditionView> get(UUID patientId, UUID id, Caller caller) {
        return reading.get(conditions.kind(), patientId, id, caller).map(Condition::view);
    }
}
