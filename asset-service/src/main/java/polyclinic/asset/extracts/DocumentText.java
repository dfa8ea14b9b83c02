package polyclinic.asset.extracts;

import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a document says.
 *
 * @param language ISO 639, null when it is not known
 * @param pages the text of each, the first one first; one where the format has none
 */
public record DocumentText(@Nullable String language, List<String> pages) {
    /** Of the asset's document; it may have megabytes, so that reads leave it out. */
    public static final String FIELD = "pages";

    /** Of the asset's document: the words by which it is found, see {@code SearchTerms}. */
    public static final String WORDS = "words";

    /** @param state the other part of what is kept, see {@link TextState} */
    public static DocumentText of(@Nullable TextState state, List<String> pages) {
        return new DocumentText(state == null ? null : state.language(), pages);
    }

    /** @param asset an asset's document with this field */
    public static List<String> pages(Document asset) {
        return asset.getList(FIELD, String.class, List.of());
    }
}
