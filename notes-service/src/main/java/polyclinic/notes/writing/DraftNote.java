package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.provenance.Provenance;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.notes.NoteText;

/** @param provenance where the note was written, when that was not here: it is signed then and no draft */
record DraftNote(
        @NotNull UUID patientId,
        @Nullable UUID encounterId,
        @NotNull NoteType type,

        @NotNull @Schema(description = "free-form; soap: subjective, objective, assessment, plan")
        ObjectNode content,

        @Nullable UUID audioAssetId,
        @Valid @Nullable Provenance provenance) {

    NoteText text() {
        return new NoteText(content, encounterId, audioAssetId);
    }
}
