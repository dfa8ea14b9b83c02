package polyclinic.commons.search;

import com.ibm.icu.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.search.SearchQuestion.Match;

/**
 * The piece of a text in which something was found. It begins and ends between letters as people see them, vowel signs and accents
 * included, and so does each highlight.
 *
 * @param text a line; an ellipsis stands where it was cut off
 * @param highlights what was found, in its order and without overlaps
 */
public record Snippet(String text, List<Highlight> highlights) {
    /** In UTF-16 code units, as in the strings of Java and JavaScript. */
    private static final int LENGTH = 160;

    private static final int BEFORE = 40;
    /** How far a cut may move to stand at a blank. */
    private static final int TO_A_BLANK = 16;

    private static final String ELLIPSIS = "…";

    /**
     * A part of the snippet.
     *
     * @param start index of its first UTF-16 code unit
     * @param end index after its last one
     */
    public record Highlight(int start, int end) {}

    /**
     * The piece that answers a question best, of content and further texts; null when they do not hold all that is looked for.
     *
     * @param more texts beside the content
     */
    public static @Nullable Snippet of(Document content, Collection<String> more, SearchQuestion question) {
        Finder finder = new Finder(question);
        SearchTerms.texts(content, finder::look);
        for (String text : more) finder.look(Normalizer.normalize(text, Normalizer.Form.NFC));
        return finder.snippet();
    }

    private static final class Finder {
        private final SearchQuestion question;
        private final boolean[] found;
        private String best = "";
        private List<Match> matches = List.of();
        private int bestParts;

        Finder(SearchQuestion question) {
            this.question = question;
            this.found = new boolean[question.parts()];
        }

        void look(String text) {
            if (bestParts == question.parts()) return;
            List<List<Match>> here = question.matches(TextToken.of(text));
            int parts = 0;
            for (int i = 0; i < here.size(); i++) {
                if (here.get(i).isEmpty()) continue;
                found[i] = true;
                parts++;
            }
            if (parts <= bestParts) return;
            bestParts = parts;
            best = text;
            matches = here.stream()
                    .flatMap(List::stream)
                    .sorted(Comparator.comparingInt(Match::start))
                    .toList();
        }

        @Nullable
        Snippet snippet() {
            for (boolean each : found) if (!each) return null;
            return cut(best, matches);
        }
    }

    private static Snippet cut(String text, List<Match> matches) {
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(text);
        int first = densest(matches).start();
        int from = text.length() <= LENGTH ? 0 : begin(text, Math.max(0, first - BEFORE), first, letters);
        int to = text.length() - from <= LENGTH ? text.length() : end(text, from + LENGTH, letters);
        String before = from == 0 ? "" : ELLIPSIS;
        List<Highlight> highlights = new ArrayList<>();
        for (Match match : matches) {
            int start = Math.max(from, down(letters, match.start()));
            int end = Math.min(to, up(letters, match.end()));
            int last = highlights.size() - 1;
            int shift = before.length() - from;
            if (last >= 0 && highlights.get(last).end() >= start + shift)
                highlights.set(
                        last,
                        new Highlight(
                                highlights.get(last).start(),
                                Math.max(highlights.get(last).end(), end + shift)));
            else if (start < end) highlights.add(new Highlight(start + shift, end + shift));
        }
        String line = text.substring(from, to).replaceAll("\\s", " ");
        return new Snippet(before + line + (to == text.length() ? "" : ELLIPSIS), List.copyOf(highlights));
    }

    /** The match from which a snippet shows most of them. */
    private static Match densest(List<Match> matches) {
        Match best = matches.get(0);
        int most = 0;
        for (int i = 0, end = 0; i < matches.size(); i++) {
            while (end < matches.size()
                    && matches.get(end).end() <= matches.get(i).start() + LENGTH - BEFORE) end++;
            if (end - i > most) {
                most = end - i;
                best = matches.get(i);
            }
        }
        return best;
    }

    private static int begin(String text, int at, int first, BreakIterator letters) {
        for (int i = at; at > 0 && i < Math.min(at + TO_A_BLANK, first); i++)
            if (Character.isWhitespace(text.charAt(i))) return i + 1;
        return down(letters, at);
    }

    private static int end(String text, int at, BreakIterator letters) {
        for (int i = at; i > at - TO_A_BLANK; i--) if (Character.isWhitespace(text.charAt(i))) return i;
        return down(letters, at);
    }

    private static int down(BreakIterator letters, int at) {
        return letters.isBoundary(at) ? at : letters.preceding(at);
    }

    private static int up(BreakIterator letters, int at) {
        return letters.isBoundary(at) ? at : letters.following(at);
    }
}
