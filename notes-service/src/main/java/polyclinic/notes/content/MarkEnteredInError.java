package polyclinic.notes.content;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param replacedBy the record of the same kind and patient that is right, if there is one */
public record MarkEnteredInError(
        @NotBlank @Size(max = 1000) String reason, @Nullable UUID replacedBy) {}
