package polyclinic.asset.extracts;

import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a document says.
 *
 * @param language ISO 639, null when it is not known
 * @param pages the text of each, the first one first; one where the format has none
 * @param truncated whether there was more than is kept
 */
public record TextExtract(@Nullable String language, List<String> pages, boolean truncated) {
    public static final String FIELD = "extract";

    public Document document() {
        Document document = new Document("pages", pages).append("truncated", truncated);
        return language == null ? document : document.append("language", language);
    }

    public static TextExtract of(Document kept) {
        return new TextExtract(
                kept.getString("language"),
                kept.getList("pages", String.class, List.of()),
                kept.getBoolean("truncated", false));
    }
}
