package polyclinic.notes.notes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.sources.NoteSource;

/**
 * What a draft's writer may change, and so the target of a merge patch.
 *
 * @param sources from where its sentences come; as they were, they follow the text to its new places
 */
public record NoteText(
        @NotNull ObjectNode content,
        @Nullable UUID encounterId,
        @Nullable UUID audioAssetId,

        @Nullable @Size(max = MAX_SOURCES) List<@NotNull @Valid NoteSource> sources) {
    public static final int MAX_SOURCES = 500;

    public List<NoteSource> sourcesOrNone() {
        return sources == null ? List.of() : sources;
    }
}
