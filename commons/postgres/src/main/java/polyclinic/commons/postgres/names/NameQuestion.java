package polyclinic.commons.postgres.names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed to find a person by name: words in any order and script, perhaps abbreviated or misspelt, together or apart.
 * Every word must be met by a word of the name, alone or together with its neighbours.
 *
 * <p>Asked in two steps. The strict one finds whole words and their beginnings by an index of trigrams, and is all that most
 * questions need. Only where it leaves room, the lenient one takes for each word those that it may be a misspelling of, out of all
 * words that there are, and fetches a bounded number of names that have them; they are compared here.
 */
public final class NameQuestion {
    /** A longer question is answered by its first words. */
    private static final int MAX_WORDS = 12;

    /** A shorter beginning is one of too many names. */
    private static final int MIN_BEGINNING = 3;

    /** A longer one is compared by nobody. */
    private static final int MAX_MISSPELT = 60;

    private static final int MAX_MEANT = 20;

    private static final double WHOLE = 1.0;
    private static final double WHOLE_IN_LATIN = 0.95;
    private static final double BEGINNING = 0.9;
    private static final double ALIKE = 0.7;

    private final List<Word> words = new ArrayList<>();

    /** A word as it was typed, folded, and in Latin letters. */
    private record Word(String own, String latin) {
        /** Nobody types one letter for another within a Chinese character or a Korean syllable. */
        boolean isSpelt() {
            return !NameWords.isUnparted(own);
        }

        /** What an Arabic or Hebrew name has of the word, or of the name that is the word. */
        @Nullable
        String consonants() {
            return own.equals(latin) ? Consonants.of(latin) : Consonants.of(own, latin);
        }
    }

    private NameQuestion(String text) {
        for (String own : NameWords.own(text)) {
            List<String> latin = NameWords.latin(own);
            if (latin.isEmpty()) latin = List.of(own);
            for (String part : latin)
                if (words.size() < MAX_WORDS) words.add(new Word(latin.size() == 1 ? own : part, part));
        }
    }

    public static NameQuestion of(String text) {
        return new NameQuestion(text);
    }

    /** Whether nothing in the text can be a part of a name. */
    public boolean isEmpty() {
        return words.isEmpty();
    }

    /** The words, and pairs of them as one, that are long enough to be misspelt. */
    public List<String> misspellable() {
        Set<String> asked = new LinkedHashSet<>();
        for (int from = 0; from < words.size(); from++)
            for (int to = from + 1; to <= Math.min(words.size(), from + 2); to++)
                if (words.subList(from, to).stream().allMatch(Word::isSpelt)) asked.add(run(from, to));
        return asked.stream()
                .filter(word -> word.length() >= MIN_BEGINNING && word.length() <= MAX_MISSPELT)
                .toList();
    }

    /** Of {@code words}, those that may have been meant by {@code asked}, the nearest first, no more than make a short list. */
    public static List<String> meant(String asked, Collection<String> words) {
        return words.stream()
                .filter(word -> TypingErrors.areLikely(asked, word))
                .sorted(Comparator.<String>comparingInt(word -> TypingErrors.count(asked, word))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MAX_MEANT)
                .toList();
    }

    /**
     * A condition of SQL that a row may meet the question, misspelt or with beginnings of any length; {@link #likeness} decides.
     *
     * @param alike of the {@link #misspellable}, the words that they may be misspellings of
     * @param whole makes a condition that a row has one of the words
     */
    public String leniently(
            String column,
            Map<String, List<String>> alike,
            Function<List<String>, String> whole,
            UnaryOperator<String> bind) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            List<String> alternatives = new ArrayList<>();
            for (String pattern : patterns(i)) alternatives.add(column + " like " + bind.apply(pattern));
            String word = words.get(i).latin();
            if (word.length() < MIN_BEGINNING) alternatives.add(column + " like " + bind.apply(beginning(word)));
            List<String> meant = new ArrayList<>(alike.getOrDefault(word, List.of()));
            if (i > 0) meant.addAll(alike.getOrDefault(run(i - 1, i + 1), List.of()));
            if (i + 1 < words.size()) meant.addAll(alike.getOrDefault(run(i, i + 2), List.of()));
            if (!meant.isEmpty()) alternatives.add(whole.apply(meant));
            conditions.add("(" + String.join(" or ", alternatives) + ")");
        }
        return conditions.isEmpty() ? "1 = 0" : String.join(" and ", conditions);
    }

    /**
     * A condition of SQL that a row's words ({@code column}) meet the question strictly.
     *
     * @param bind takes a pattern and returns what stands for it in the statement
     */
    public String strictly(String column, UnaryOperator<String> bind) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            List<String> alternatives = new ArrayList<>();
            for (String pattern : patterns(i)) alternatives.add(column + " like " + bind.apply(pattern));
            conditions.add("(" + String.join(" or ", alternatives) + ")");
        }
        return conditions.isEmpty() ? "false" : String.join(" and ", conditions);
    }

    /** An expression of SQL: how well a row meets the question that it meets strictly. At most the number of words. */
    public String score(String column, UnaryOperator<String> bind) {
        List<String> sum = new ArrayList<>();
        for (Word word : words) {
            String own = bind.apply(whole(word.own()));
            String latin = bind.apply(whole(word.latin()));
            sum.add("case when %1$s like %2$s then %3$s when %1$s like %4$s then %5$s else %6$s end"
                    .formatted(column, own, WHOLE, latin, WHOLE_IN_LATIN, BEGINNING));
        }
        return sum.isEmpty() ? "0.0" : String.join(" + ", sum);
    }

    /** What meets the word at a place: itself, its consonants, and each run of words that it is a part of. */
    private List<String> patterns(int place) {
        List<String> patterns = new ArrayList<>();
        String word = words.get(place).latin();
        patterns.add(word.length() < MIN_BEGINNING ? whole(word) : beginning(word));
        String consonants = words.get(place).consonants();
        if (consonants != null) patterns.add(whole(consonants));
        for (int from = Math.max(0, place - NameKey.MAX_JOINED + 1); from <= place; from++)
            for (int to = Math.max(place + 1, from + 2); to <= Math.min(words.size(), from + NameKey.MAX_JOINED); to++)
                patterns.add(beginning(run(from, to)));
        return patterns;
    }

    private String run(int from, int to) {
        return String.join("", words.subList(from, to).stream().map(Word::latin).toList());
    }

    private static String whole(String word) {
        return "% " + word + " %";
    }

    private static String beginning(String word) {
        return "% " + word + "%";
    }

    /** How well a name's words meet the question, misspelt or not; 0 when a word of it is met by none. */
    public double likeness(String nameWords) {
        List<String> names = List.of(nameWords.strip().split(" "));
        double[] best = new double[words.size() + 1];
        for (int to = 1; to <= words.size(); to++) {
            best[to] = Double.NEGATIVE_INFINITY;
            for (int from = Math.max(0, to - NameKey.MAX_JOINED); from < to; from++) {
                double met = to - from == 1
                        ? likeness(words.get(from), names)
                        : likeness(
                                run(from, to),
                                names,
                                words.subList(from, to).stream().allMatch(Word::isSpelt));
                if (met > 0) best[to] = Math.max(best[to], best[from] + met * (to - from));
            }
        }
        return Math.max(0, best[words.size()]);
    }

    private static double likeness(Word word, List<String> names) {
        if (names.contains(word.own())) return WHOLE;
        String consonants = word.consonants();
        double latin = likeness(word.latin(), names, word.isSpelt());
        return latin == 0 && consonants != null && names.contains(consonants) ? BEGINNING : latin;
    }

    private static double likeness(String word, List<String> names, boolean isSpelt) {
        double best = 0;
        for (String name : names) {
            if (name.equals(word)) return WHOLE_IN_LATIN;
            if (name.startsWith(word)) best = Math.max(best, BEGINNING);
            else if (isSpelt && best < ALIKE && TypingErrors.areLikely(word, name)) best = ALIKE;
        }
        return best;
    }

    @Override
    public String toString() {
        // A name is never logged.
        return "NameQuestion of " + Collections.nCopies(words.size(), "…");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NameQuestion question && question.words.equals(words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }
}
