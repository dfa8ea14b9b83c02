package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import polyclinic.notes.events.NoteType;

record DraftNote(
        @NotNull UUID patientId,
        UUID encounterId,
        @NotNull NoteType type,

        @NotNull @Schema(description = "free-form; soap: subjective, objective, assessment, plan")
        ObjectNode content,

        UUID audioAssetId) {

    NoteText text() {
        return new NoteText(content, encounterId, audioAssetId);
    }
}
