package polyclinic.notes.notes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a draft's writer may change, and so the target of a merge patch. */
public record NoteText(
        @NotNull ObjectNode content,
        @Nullable UUID encounterId,
        @Nullable UUID audioAssetId) {}
