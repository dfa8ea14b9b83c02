package polyclinic.commons.postgres.names;

import java.lang.Character.UnicodeScript;
import org.jspecify.annotations.Nullable;

/**
 * The consonants of a word. Arabic and Hebrew do not write their short vowels, so a name in these scripts and the same in Latin
 * letters share no more than these: {@code mhmd} of Mohammed, Muhammad and محمد. Marked by {@value #MARK}, so that they are compared
 * with each other alone.
 */
final class Consonants {
    private static final String MARK = "'";
    private static final int MIN_LENGTH = 3;

    private Consonants() {}

    /** Of a word in a script without vowels; null for any other, and where too few are left to tell names apart. */
    static @Nullable String of(String word, String latin) {
        UnicodeScript script = UnicodeScript.of(word.codePointAt(0));
        return script == UnicodeScript.ARABIC || script == UnicodeScript.HEBREW ? of(latin) : null;
    }

    /** Of a word in Latin letters; null where too few are left. */
    static @Nullable String of(String latin) {
        String consonants =
                latin.replaceAll("[^a-z]", "").replaceAll("[aeiouyw]", "").replaceAll("(.)\\1+", "$1");
        return consonants.length() < MIN_LENGTH ? null : MARK + consonants;
    }
}
