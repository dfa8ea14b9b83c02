package polyclinic.patient.fulltext;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * What is looked for: words, each the beginning of a word of the text, or in scripts without blanks characters that stand there one
 * behind the other. All of them must be there, wherever.
 */
public final class WordQuestion {
    static final int MAX_WORDS = 16;
    static final int MAX_LENGTH = 200;

    private final List<Part> parts;

    private WordQuestion(List<Part> parts) {
        this.parts = parts;
    }

    /** Where a part of the question stands in a text, in UTF-16 code units. */
    record Place(int start, int end) {}

    /** A word, or a run of characters. */
    private record Part(List<String> spellings, boolean units) {
        /** As PostgreSQL's {@code tsquery} is written. */
        String written() {
            if (spellings.size() == 1) return "'" + spellings.get(0) + "':*";
            List<String> pairs = new ArrayList<>();
            for (int i = 0; i + 1 < spellings.size(); i++)
                pairs.add("'" + spellings.get(i) + spellings.get(i + 1) + "'");
            return String.join(" & ", pairs);
        }

        /** Where it stands, when it begins with this word of a text; else null. */
        @Nullable
        Place at(List<TextWord> text, int index) {
            TextWord first = text.get(index);
            if (first.unit() != units) return null;
            if (!units)
                return first.spellings().stream().anyMatch(word -> word.startsWith(spellings.get(0)))
                        ? new Place(first.start(), first.end())
                        : null;
            if (index + spellings.size() > text.size()) return null;
            for (int i = 0; i < spellings.size(); i++) {
                TextWord word = text.get(index + i);
                if (!word.spelling().equals(spellings.get(i))) return null;
                if (i > 0 && !word.continues(text.get(index + i - 1))) return null;
            }
            return new Place(
                    first.start(), text.get(index + spellings.size() - 1).end());
        }
    }

    /** Fails with 422 when there is no word in it, or too many. */
    public static WordQuestion of(String q) {
        if (q.length() > MAX_LENGTH)
            throw Problem.invalid("q", "must not be longer than " + MAX_LENGTH + " characters");
        List<TextWord> words = TextWord.of(Normalizer.normalize(q, Normalizer.Form.NFC));
        Set<Part> parts = new LinkedHashSet<>();
        for (int from = 0; from < words.size(); ) {
            int to = from + 1;
            while (to < words.size() && words.get(to).continues(words.get(to - 1))) to++;
            parts.add(new Part(
                    words.subList(from, to).stream().map(TextWord::spelling).toList(),
                    words.get(from).unit()));
            from = to;
        }
        if (parts.isEmpty()) throw Problem.invalid("q", "holds no word to look for");
        if (parts.size() > MAX_WORDS) throw Problem.invalid("q", "holds more than " + MAX_WORDS + " words");
        return new WordQuestion(List.copyOf(parts));
    }

    /** As PostgreSQL's {@code tsquery} is written: finds all that {@link TextSnippet} confirms, and some others. */
    public String written() {
        return parts.stream().map(Part::written).collect(Collectors.joining(" & "));
    }

    int size() {
        return parts.size();
    }

    /** The places of each part in a text, in its order. */
    List<List<Place>> places(List<TextWord> text) {
        List<List<Place>> all = new ArrayList<>();
        for (Part part : parts) {
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < text.size(); i++) {
                Place place = part.at(text, i);
                if (place != null) places.add(place);
            }
            all.add(places);
        }
        return all;
    }
}
