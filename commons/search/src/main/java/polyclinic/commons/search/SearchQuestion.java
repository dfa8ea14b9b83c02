package polyclinic.commons.search;

import com.mongodb.client.model.Filters;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * What is looked for: words, each the beginning of a word of the text, or in scripts without blanks characters that stand there one
 * behind the other. All of them must be there, wherever.
 */
public final class SearchQuestion {
    private static final int MAX_WORDS = 16;
    private static final int MAX_CONDITIONS = 16;

    private final List<Part> parts;

    private SearchQuestion(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * A word in its spellings, or a run of characters.
     *
     * @param tokens one for a word
     */
    private record Part(List<TextToken> tokens) {
        /** Alternatives of what the index must hold, one list for each condition. */
        List<List<String>> terms() {
            if (tokens.size() == 1) return List.of(tokens.get(0).spellings());
            List<List<String>> pairs = new ArrayList<>();
            for (int i = 0; i + 1 < tokens.size(); i++)
                pairs.add(List.of(unit(tokens.get(i)) + unit(tokens.get(i + 1))));
            return pairs;
        }

        /** The match that begins with this token of a text, or null. */
        @Nullable
        Match at(List<TextToken> text, int index) {
            TextToken first = text.get(index);
            if (!tokens.get(0).unit())
                return first.unit() || !first.spellings().stream().anyMatch(this::begins)
                        ? null
                        : new Match(first.start(), first.end());
            if (index + tokens.size() > text.size()) return null;
            for (int i = 0; i < tokens.size(); i++) {
                TextToken token = text.get(index + i);
                if (!token.unit() || !unit(token).equals(unit(tokens.get(i)))) return null;
                if (i > 0 && !token.continues(text.get(index + i - 1))) return null;
            }
            return new Match(first.start(), text.get(index + tokens.size() - 1).end());
        }

        private boolean begins(String spelling) {
            return tokens.get(0).spellings().stream().anyMatch(spelling::startsWith);
        }

        private static String unit(TextToken token) {
            return token.spellings().get(0);
        }
    }

    /** Where a part of the question stands in a text, in UTF-16 code units. */
    record Match(int start, int end) {}

    /** Fails with 422 when there is no word in it, or too many. */
    public static SearchQuestion of(String q) {
        List<TextToken> tokens = TextToken.asked(Normalizer.normalize(q, Normalizer.Form.NFC));
        Set<Part> parts = new LinkedHashSet<>();
        for (int from = 0; from < tokens.size(); ) {
            int to = from + 1;
            while (to < tokens.size() && tokens.get(to).continues(tokens.get(to - 1))) to++;
            parts.add(new Part(tokens.subList(from, to)));
            from = to;
        }
        if (parts.isEmpty()) throw Problem.invalid("q", "holds no word to look for");
        if (parts.size() > MAX_WORDS) throw Problem.invalid("q", "holds more than " + MAX_WORDS + " words");
        return new SearchQuestion(List.copyOf(parts));
    }

    int parts() {
        return parts.size();
    }

    /**
     * Conditions that all matching documents meet, and some others: {@link Snippet} tells. An anchored, case-sensitive expression of
     * letters alone uses the index.
     *
     * @param field that holds {@link SearchTerms#terms}
     */
    public List<Bson> conditions(String field) {
        List<Bson> conditions = new ArrayList<>();
        for (Part part : parts)
            for (List<String> alternatives : part.terms()) {
                if (conditions.size() == MAX_CONDITIONS) return conditions;
                List<Bson> places = new ArrayList<>();
                for (String term : alternatives) places.addAll(places(field, term));
                conditions.add(Filters.or(places));
            }
        return conditions;
    }

    private static List<Bson> places(String field, String term) {
        List<Bson> places = new ArrayList<>();
        places.add(Filters.regex(field, Pattern.compile("^" + term)));
        List<String> cut = new ArrayList<>();
        for (int length = 1; length <= SearchTerms.LONGEST_CUT; length++)
            cut.add(SearchTerms.CUT + WordFolding.cut(term, length));
        places.add(Filters.in(field, cut));
        if (term.codePointCount(0, term.length()) < SearchTerms.LONGEST_CUT)
            places.add(Filters.regex(field, Pattern.compile("^" + SearchTerms.CUT + term)));
        return places;
    }

    /** The matches of each part in a text, in its order. */
    List<List<Match>> matches(List<TextToken> text) {
        List<List<Match>> matches = new ArrayList<>();
        for (Part part : parts) {
            List<Match> found = new ArrayList<>();
            for (int i = 0; i < text.size(); i++) {
                Match match = part.at(text, i);
                if (match != null) found.add(match);
            }
            matches.add(found);
        }
        return matches;
    }

    /**
     * How well a text fits: the logarithm of how often each word stands there, whole words twice, beginnings of others once.
     *
     * @param found the terms of the text
     */
    public double relevance(SearchTerms found) {
        double sum = 0;
        for (Part part : parts) {
            int least = Integer.MAX_VALUE;
            for (List<String> alternatives : part.terms()) least = Math.min(least, weight(alternatives, found));
            sum += Math.log1p(least);
        }
        return sum;
    }

    private static int weight(List<String> alternatives, SearchTerms found) {
        int weight = 0;
        for (int i = 0; i < found.terms().size(); i++) {
            String term = found.terms().get(i);
            int count = i < found.counts().size() ? found.counts().get(i) : 1;
            if (alternatives.contains(term)) weight += 2 * count;
            else if (alternatives.stream().anyMatch(term::startsWith)) weight += count;
        }
        return Math.max(weight, 1);
    }
}
