package polyclinic.commons.search;

import java.util.Map;
import java.util.regex.Pattern;

/** {@code Müller} and {@code Mueller}, {@code Søren} and {@code Soeren}: letters that are spelled out where a keyboard has none. */
final class GermanicLetters {
    private static final Map<Character, String> SPELLED_OUT = Map.of(
            'ä', "ae", 'ö', "oe", 'ü', "ue", 'Ä', "ae", 'Ö', "oe", 'Ü', "ue", 'ø', "oe", 'Ø', "oe", 'å', "aa", 'Å',
            "aa");
    private static final Pattern PAIRS = Pattern.compile("([aou])e|a(a)");

    private GermanicLetters() {}

    static String spelledOut(String word) {
        StringBuilder spelled = new StringBuilder(word.length() + 4);
        for (char c : word.toCharArray()) {
            String pair = SPELLED_OUT.get(c);
            if (pair == null) spelled.append(c);
            else spelled.append(pair);
        }
        return spelled.toString();
    }

    /** Of a word that is folded already. */
    static String shortened(String word) {
        return PAIRS.matcher(word).replaceAll(pair -> pair.group(1) == null ? "a" : pair.group(1));
    }
}
