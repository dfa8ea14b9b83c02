package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.notes.NoteText;
import polyclinic.notes.sources.NoteSource;
import polyclinic.notes.templates.NoteTemplate;

/**
 * @param content the text; without one the draft has the template's form
 * @param sources from where its sentences come
 * @param templateId what it is begun from
 * @param provenance where the note was written, when that was not here: it is signed then and no draft
 */
record DraftNote(
        @NotNull UUID patientId,
        @Nullable UUID encounterId,
        @NotNull NoteType type,

        @Schema(description = "free-form; soap: subjective, objective, assessment, plan; needed without a template")
        @Nullable
        ObjectNode content,

        @Nullable UUID audioAssetId,
        @Nullable UUID templateId,

        @Nullable @Size(max = NoteText.MAX_SOURCES) List<@NotNull @Valid NoteSource> sources,

        @Valid @Nullable Provenance provenance) {

    /** @param template what it is begun from, or null */
    NoteText text(@Nullable NoteTemplate template) {
        ObjectNode written = content != null ? content : template == null ? null : template.form();
        if (written == null) throw Problem.invalid("content", "must not be null");
        return new NoteText(written, encounterId, audioAssetId, sources);
    }
}
