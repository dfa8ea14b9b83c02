package polyclinic.notes.content;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import polyclinic.commons.problem.Problem;

/**
 * The words of a text, normalised for a multikey index: lower case, compatibility forms folded, Latin accents off,
 * each once. A search word is found where a stored word starts with it; all words must be found.
 */
public final class SearchTerms {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
    private static final Pattern ACCENT = Pattern.compile("\\p{InCombiningDiacriticalMarks}+");
    private static final int MAX_LENGTH = 40;
    private static final int MAX_TERMS = 5_000;
    private static final int MAX_WORDS_ASKED = 16;

    private SearchTerms() {}

    public static List<String> of(Document content) {
        Set<String> terms = new LinkedHashSet<>();
        collect(content, terms);
        return List.copyOf(terms);
    }

    public static List<String> of(String text) {
        Set<String> terms = new LinkedHashSet<>();
        split(text, terms);
        return List.copyOf(terms);
    }

    public static List<String> union(Collection<String> some, Collection<String> others) {
        Set<String> terms = new LinkedHashSet<>(some);
        terms.addAll(others);
        return terms.stream().limit(MAX_TERMS).toList();
    }

    /** One condition per word of the question. An anchored, case-sensitive expression of letters alone uses the index. */
    public static List<Bson> matching(String question) {
        List<String> words = of(question);
        if (words.isEmpty()) throw Problem.invalid("q", "holds no word to look for");
        if (words.size() > MAX_WORDS_ASKED) throw Problem.invalid("q", "holds more than " + MAX_WORDS_ASKED + " words");
        List<Bson> conditions = new ArrayList<>();
        for (String word : words) conditions.add(new Document("terms", Pattern.compile("^" + word)));
        return conditions;
    }

    private static void collect(Object value, Set<String> terms) {
        if (value instanceof Document document) document.values().forEach(member -> collect(member, terms));
        else if (value instanceof List<?> list) list.forEach(element -> collect(element, terms));
        else if (value instanceof String text) split(text, terms);
        else if (value instanceof Number number) split(number.toString(), terms);
    }

    private static void split(String text, Set<String> terms) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        Matcher words = WORD.matcher(Normalizer.normalize(ACCENT.matcher(folded).replaceAll(""), Normalizer.Form.NFC));
        while (words.find() && terms.size() < MAX_TERMS) terms.add(shortened(words.group()));
    }

    private static String shortened(String word) {
        if (word.length() <= MAX_LENGTH) return word;
        int end = Character.isHighSurrogate(word.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return word.substring(0, end);
    }
}
