package polyclinic.patient.fulltext;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of a title and of texts as PostgreSQL's {@code tsvector} is written, with their places; those of the title weigh more. No
 * dictionary of the database's is asked: stemming and stop words are of one language, and a clinic writes in several.
 */
public final class SearchVector {
    /** A place that PostgreSQL can tell from a later one. */
    private static final int MAX_PLACE = 16_383;

    private static final int MAX_PLACES_OF_A_WORD = 64;

    private final Map<String, List<String>> places = new LinkedHashMap<>();
    private int place;

    private SearchVector() {}

    /** @param texts of which there may be tens of thousands of words; what holds them is bounded */
    public static String of(String title, List<String> texts) {
        SearchVector vector = new SearchVector();
        vector.add(title, "A");
        for (String text : texts) vector.add(text, "");
        return vector.written();
    }

    private void add(String text, String weight) {
        List<TextWord> words = TextWord.of(text);
        for (int i = 0; i < words.size(); i++) {
            TextWord word = words.get(i);
            place = Math.min(place + 1, MAX_PLACE);
            boolean isPair = i + 1 < words.size() && words.get(i + 1).continues(word);
            for (String spelling : word.spellings()) {
                List<String> known = places.computeIfAbsent(
                        isPair ? spelling + words.get(i + 1).spelling() : spelling, term -> new ArrayList<>());
                if (known.size() < MAX_PLACES_OF_A_WORD) known.add(place + weight);
            }
        }
    }

    /** Terms are letters, digits and marks alone: nothing in them ends the quotes. */
    private String written() {
        StringBuilder vector = new StringBuilder();
        places.forEach((term, known) -> vector.append('\'')
                .append(term)
                .append("':")
                .append(String.join(",", known))
                .append(' '));
        return vector.toString().strip();
    }
}
