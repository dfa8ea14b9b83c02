package polyclinic.commons.postgres.names;

import com.ibm.icu.text.Transliterator;
import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Words of any script in Latin letters without accents: as ICU transliterates, which is by the standards of libraries, and as
 * passports and people write them where that is another way. A class of its own, because the tables take a second to load.
 */
final class Romanization {
    private static final String TO_ASCII = "NFD; [:Mn:] Remove; NFC; Latin-ASCII";
    private static final Transliterator LATIN = Transliterator.getInstance("Any-Latin");
    private static final Transliterator RUSSIAN = Transliterator.getInstance("Russian-Latin/BGN; Any-Latin");
    private static final Transliterator KOREAN = Transliterator.getInstance("Korean-Latin/BGN; Any-Latin");
    private static final Transliterator ASCII = Transliterator.getInstance(TO_ASCII);

    /** Scripts whose consonants have an a of their own, which is written and, at a word's end, seldom said. */
    private static final Set<UnicodeScript> INDIC = EnumSet.of(
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA);

    private static final int MIN_WITHOUT_END = 3;

    private Romanization() {}

    /** None for a script without a transliteration, several where one word of it is several. */
    static List<String> of(String word) {
        return words(LATIN.transliterate(word));
    }

    /** Yuriy for Юрий beside Jurij, Kim beside Gim, Chatterji and Ram beside Catterji and Rama. */
    static Set<String> variants(String word) {
        Set<String> variants = new LinkedHashSet<>();
        UnicodeScript script = UnicodeScript.of(word.codePointAt(0));
        if (script == UnicodeScript.CYRILLIC) variants.addAll(words(RUSSIAN.transliterate(word)));
        if (script == UnicodeScript.HANGUL) variants.addAll(words(KOREAN.transliterate(word)));
        if (INDIC.contains(script)) {
            String latin = LATIN.transliterate(word)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("c(?!h)", "ch")
                    .replaceAll("[\u015b\u1e63]", "sh");
            variants.addAll(words(latin));
            // The short a alone; a long one has its macron.
            if (latin.endsWith("a") && latin.length() > MIN_WITHOUT_END)
                variants.addAll(words(latin.substring(0, latin.length() - 1)));
        }
        return variants;
    }

    /** The signs for soft and hard consonants and for stops of the voice are no ends of words. */
    private static List<String> words(String latin) {
        String ascii = ASCII.transliterate(latin).toLowerCase(Locale.ROOT).replaceAll("['\"`]", "");
        return Arrays.stream(ascii.split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
