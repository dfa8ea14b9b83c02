package polyclinic.notes.ailogs.entries;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;

/**
 * What the machine was shown, or says that it has something from. It is what whoever records it says: nobody looks whether it is
 * there, because a source that a machine made up is what a log of machines has to show.
 *
 * @param type the noun in snake case: {@code note}, {@code history}, {@code clinical_data} …
 * @param id its id
 * @param page of which page of it, from 1, or null for what has none
 * @param span which piece of its text, or of that page's, or null for all of it
 */
public record AiSource(
        @NotNull @Pattern(regexp = "[a-z][a-z_]{0,49}") String type,
        @NotNull @SingleLine @Size(min = 1, max = 200) String id,
        @Nullable @Min(1) @Max(AiSource.MAX_PAGE) Integer page,
        @Valid @Nullable SourceSpan span) {
    static final int MAX_PAGE = 1_000_000;

    /** All of an entry of the record. */
    public static AiSource of(String type, String id) {
        return new AiSource(type, id, null, null);
    }

    /** A piece of a page of a document. */
    public static AiSource ofPage(UUID documentId, int page, SourceSpan span) {
        return new AiSource("asset", documentId.toString(), page, span);
    }

    /** Fails with 422 when a piece ends before it begins. */
    public static void requireOrder(List<AiSource> sources) {
        for (int i = 0; i < sources.size(); i++) {
            SourceSpan span = sources.get(i).span();
            if (span != null && span.end() < span.start())
                throw Problem.invalid("sources[" + i + "].span.end", "must not be before start");
        }
    }
}
