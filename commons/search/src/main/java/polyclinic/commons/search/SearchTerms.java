package polyclinic.commons.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;

/**
 * What a multikey index holds of a text: its words, and of scripts without blanks each character with the one behind it. A text with
 * more than {@link #MAX_TERMS} different ones is held by their first characters only; whatever is in it is still found, and what
 * is not is told apart when the text is read.
 *
 * @param terms each once, the frequent ones first
 * @param counts how often those stand there that do more than once, which are the first of the terms
 */
public record SearchTerms(List<String> terms, List<Integer> counts) {
    /** An index key each, written with every note. */
    static final int MAX_TERMS = 500;

    /** No word begins with it, and no regular expression means something by it. */
    static final String CUT = "~";

    static final int LONGEST_CUT = 3;

    /** @param more texts beside the content */
    public static SearchTerms of(Document content, Collection<String> more) {
        Map<String, Integer> found = new LinkedHashMap<>();
        texts(content, text -> count(text, found));
        for (String text : more) count(text, found);
        if (found.size() > MAX_TERMS) return new SearchTerms(cut(found.keySet()), List.of());
        List<Map.Entry<String, Integer>> sorted = new ArrayList<>(found.entrySet());
        sorted.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
        return new SearchTerms(
                sorted.stream().map(Map.Entry::getKey).toList(),
                sorted.stream()
                        .map(Map.Entry::getValue)
                        .takeWhile(count -> count > 1)
                        .toList());
    }

    /** All texts and numbers of content, however deep, in NFC. */
    static void texts(Object value, Consumer<String> each) {
        if (value instanceof Document document) document.values().forEach(member -> texts(member, each));
        else if (value instanceof List<?> list) list.forEach(element -> texts(element, each));
        else if (value instanceof String text) each.accept(Normalizer.normalize(text, Normalizer.Form.NFC));
        else if (value instanceof Number number) each.accept(number.toString());
    }

    private static void count(String text, Map<String, Integer> found) {
        List<TextToken> tokens = TextToken.of(Normalizer.normalize(text, Normalizer.Form.NFC));
        for (int i = 0; i < tokens.size(); i++) {
            TextToken token = tokens.get(i);
            boolean paired = i + 1 < tokens.size() && tokens.get(i + 1).continues(token);
            for (String spelling : token.spellings())
                found.merge(paired ? spelling + tokens.get(i + 1).spellings().get(0) : spelling, 1, Integer::sum);
        }
    }

    private static List<String> cut(Set<String> terms) {
        Set<String> kept = Set.of();
        for (int length = LONGEST_CUT; length > 0; length--) {
            kept = new LinkedHashSet<>();
            for (String term : terms) kept.add(CUT + WordFolding.cut(term, length));
            if (kept.size() <= MAX_TERMS) break;
        }
        return List.copyOf(kept);
    }
}
