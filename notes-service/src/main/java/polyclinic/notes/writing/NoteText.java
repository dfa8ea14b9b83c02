package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/** What a draft's writer may change, and so the target of a merge patch. */
record NoteText(@NotNull ObjectNode content, UUID encounterId, UUID audioAssetId) {}
