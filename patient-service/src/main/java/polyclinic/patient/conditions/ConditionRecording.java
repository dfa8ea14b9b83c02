package polyclinic.patient.conditions;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.patient.entries.EntryWriting;

/** Records, corrects and withdraws conditions. */
@ApplicationScoped
class ConditionRecording {
    private final Conditions conditions;
    private final EntryWriting writing;

    ConditionRecording(Conditions conditions, EntryWriting writing) {
        this.conditions = conditions;
        this.writing = writing;
    }

    Uni<Answer<ConditionView>> record(UUID patientId, RecordCondition request, Caller caller) {
        return writing.record(
                conditions.kind(),
                patientId,
                request,
                caller,
                now -> new Condition(patientId, request, caller.subject(), now));
    }

    Uni<Answer<ConditionView>> correct(
            UUID patientId, UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        return writing.correct(conditions.kind(), patientId, id, ifMatch, patch, caller);
    }

    Uni<Void> withdraw(UUID patientId, UUID id, Caller caller) {
        return writing.withdraw(conditions.kind(), patientId, id, caller);
    }
}
