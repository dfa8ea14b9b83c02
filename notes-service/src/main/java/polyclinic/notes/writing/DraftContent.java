package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The whole text of a draft, as the device that types it has it now. */
record DraftContent(
        @NotNull @Schema(description = "free-form; soap: subjective, objective, assessment, plan")
        ObjectNode content) {}
