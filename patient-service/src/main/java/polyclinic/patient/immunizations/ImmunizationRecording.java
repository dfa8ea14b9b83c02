package polyclinic.patient.immunizations;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.patient.entries.EntryWriting;

/** Records, corrects and withdraws immunizations. */
@ApplicationScoped
class ImmunizationRecording {
    private final Immunizations immunizations;
    private final EntryWriting writing;

    ImmunizationRecording(Immunizations immunizations, EntryWriting writing) {
        this.immunizations = immunizations;
        this.writing = writing;
    }

    Uni<Answer<ImmunizationView>> record(UUID patientId, RecordImmunization request, Caller caller) {
        return writing.record(
                immunizations.kind(),
                patientId,
                request,
                caller,
                now -> new Immunization(patientId, request, caller.subject(), now));
    }

    Uni<Answer<ImmunizationView>> correct(
            UUID patientId, UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        return writing.correct(immunizations.kind(), patientId, id, ifMatch, patch, caller);
    }

    Uni<Void> withdraw(UUID patientId, UUID id, Caller caller) {
        return writing.withdraw(immunizations.kind(), patientId, id, caller);
    }
}
