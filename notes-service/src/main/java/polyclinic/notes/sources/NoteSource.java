package polyclinic.notes.sources;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/**
 * That a text of a note, or a piece of it, says what was said in those segments of a transcript.
 *
 * @param path to the text in the content: {@code plan}, or {@code exam.findings.0} with members and places in lists
 * @param start where the piece begins, in UTF-16 code units; null for the whole text
 * @param end where it ends
 */
public record NoteSource(
        @NotBlank @SingleLine @Size(max = 500) String path,
        @Nullable @Min(0) Integer start,
        @Nullable @Min(1) Integer end,
        @NotNull UUID transcriptId,

        @NotNull @Size(min = 1, max = 100) List<@NotNull UUID> segmentIds) {

    NoteSource at(int newStart) {
        if (start == null || end == null) return this;
        return new NoteSource(path, newStart, newStart + end - start, transcriptId, segmentIds);
    }
}
