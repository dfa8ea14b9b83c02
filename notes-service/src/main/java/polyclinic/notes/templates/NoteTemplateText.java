package polyclinic.notes.templates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.notes.events.NoteType;

/**
 * A template as its author writes it, and the target of a merge patch.
 *
 * @param specialty whose notes it is for, as doctors' specialties are written; null for everybody's
 * @param content the form of a note: its members with what is to be asked there
 * @param prefilled members of the content whose texts a note takes over; of all others it has the form alone
 * @param shared whether everybody who writes notes may use it, not its author alone
 */
record NoteTemplateText(
        @NotBlank @SingleLine @Size(max = 100) String name,
        @NotNull NoteType type,
        @Nullable @SingleLine @Size(min = 1, max = 100) String specialty,

        @NotNull @Schema(description = "free-form; soap: subjective, objective, assessment, plan")
        ObjectNode content,

        @Size(max = 50) @Nullable List<@NotBlank @Size(max = 128) String> prefilled,
        @NotNull Boolean shared) {}
