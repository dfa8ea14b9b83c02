package polyclinic.patient.fulltext;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import polyclinic.patient.fulltext.WordQuestion.Place;

/**
 * The piece of a text in which something was found. It begins and ends between letters as people see them, and so does each
 * highlight.
 *
 * @param text a line; an ellipsis stands where it was cut off
 * @param highlights what was found, in its order and without overlaps
 */
public record TextSnippet(String text, List<Span> highlights) {
    /** In UTF-16 code units, as in the strings of Java and JavaScript. */
    static final int LENGTH = 160;

    private static final int BEFORE = 40;
    private static final String ELLIPSIS = "\u2026";

    /**
     * A part of the snippet.
     *
     * @param start index of its first UTF-16 code unit
     * @param end index after its last one
     */
    public record Span(int start, int end) {}

    /** The piece of the text that holds most of what is looked for; null when the texts together do not hold all of it. */
    public static @Nullable TextSnippet of(List<String> texts, WordQuestion question) {
        boolean[] found = new boolean[question.size()];
        int most = 0;
        String best = "";
        List<Place> places = List.of();
        for (String text : texts) {
            List<List<Place>> here = question.places(TextWord.of(text));
            int parts = 0;
            for (int i = 0; i < here.size(); i++) {
                if (here.get(i).isEmpty()) continue;
                found[i] = true;
                parts++;
            }
            if (parts <= most) continue;
            most = parts;
            best = text;
            places = here.stream()
                    .flatMap(List::stream)
                    .sorted(Comparator.comparingInt(Place::start))
                    .toList();
            if (most == question.size()) break;
        }
        for (boolean each : found) if (!each) return null;
        return cut(best, places);
    }

    private static TextSnippet cut(String text, List<Place> places) {
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(text);
        int from = text.length() <= LENGTH
                ? 0
                : boundary(letters, Math.max(0, places.get(0).start() - BEFORE));
        int to = text.length() - from <= LENGTH ? text.length() : boundary(letters, from + LENGTH);
        String before = from == 0 ? "" : ELLIPSIS;
        int shift = before.length() - from;
        List<Span> highlights = new ArrayList<>();
        int reached = from;
        for (Place place : places) {
            int start = Math.max(reached, place.start());
            int end = Math.min(to, place.end());
            if (start >= end) continue;
            highlights.add(new Span(start + shift, end + shift));
            reached = end;
        }
        String line = text.substring(from, to).replaceAll("\\s", " ");
        return new TextSnippet(before + line + (to == text.length() ? "" : ELLIPSIS), List.copyOf(highlights));
    }

    private static int boundary(BreakIterator letters, int at) {
        return letters.isBoundary(at) ? at : letters.preceding(at);
    }
}
