package polyclinic.notes.proposals.findings;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.content.Ucum;

/** Units as laboratories print them, and as UCUM writes them. */
final class PrintedUnit {
    /** That stand alone and are not taken for a word: {@code a} is a year in UCUM, {@code h} an hour. */
    private static final Set<String> ALONE = Set.of(
            "%", "g", "mg", "ug", "ng", "pg", "kg", "mL", "ml", "fL", "fl", "s", "mm[Hg]", "kPa", "[pH]", "[IU]");

    /** No result of a laboratory has so many grams, moles or litres: it is a small letter that was printed as a capital one. */
    private static final Pattern HUGE = Pattern.compile("[MGTPEZY](g|mol|L|l|eq|\\[IU])(/.*)?");

    /** By what is printed, in small letters: capitals that mean nothing else to a laboratory are forgiven. */
    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("mmhg", "mm[Hg]"),
            Map.entry("sec", "s"),
            Map.entry("secs", "s"),
            Map.entry("mcg", "ug"),
            Map.entry("iu", "[IU]"),
            Map.entry("mm/hr", "mm/h"),
            Map.entry("mm/1sthr", "mm/h"),
            Map.entry("gm/dl", "g/dL"),
            Map.entry("gms/dl", "g/dL"),
            Map.entry("gm%", "g/dL"),
            Map.entry("g%", "g/dL"),
            Map.entry("mg%", "mg/dL"),
            Map.entry("mg/5ml", "mg/(5.mL)"),
            Map.entry("u/l", "U/L"),
            Map.entry("u/ml", "U/mL"),
            Map.entry("/hpf", "/[HPF]"),
            Map.entry("iu/l", "[IU]/L"),
            Map.entry("iu/ml", "[IU]/mL"),
            Map.entry("miu/l", "m[IU]/L"),
            Map.entry("miu/ml", "m[IU]/mL"),
            Map.entry("uiu/ml", "u[IU]/mL"),
            Map.entry("meq/l", "meq/L"),
            Map.entry("mcg/dl", "ug/dL"),
            Map.entry("mcg/ml", "ug/mL"),
            Map.entry("mcg/l", "ug/L"),
            Map.entry("k/ul", "10*3/uL"),
            Map.entry("m/ul", "10*6/uL"),
            Map.entry("cells/ul", "{cells}/uL"),
            Map.entry("cells/cumm", "{cells}/mm3"),
            Map.entry("/cumm", "/mm3"),
            Map.entry("lakhs/cumm", "10*5/mm3"),
            Map.entry("million/cumm", "10*6/mm3"),
            Map.entry("mill/cumm", "10*6/mm3"));

    private static final Pattern POWER = Pattern.compile("[x×]?10[\\^*eE](\\d{1,2})(/.+)");
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private PrintedUnit() {}

    /** In UCUM; null when it is none, or none that a result of a laboratory or a strength has. */
    static @Nullable String code(String printed) {
        String plain = plain(printed.replace(" ", ""));
        String code = SPELLINGS.getOrDefault(plain.toLowerCase(Locale.ROOT), plain);
        Matcher power = POWER.matcher(code);
        if (power.matches()) code = "10*" + power.group(1) + power.group(2);
        // UCUM knows factors, and 103/uL is what remains of a thousand that lost its exponent.
        else if (Character.isDigit(code.charAt(0)) && !code.startsWith("10*")) return null;
        if (HUGE.matcher(code).matches() || !code.contains("/") && !ALONE.contains(code)) return null;
        return Ucum.isUnit(code) ? code : null;
    }

    private static String plain(String printed) {
        StringBuilder plain = new StringBuilder();
        boolean raised = false;
        for (char c : printed.toCharArray()) {
            int digit = SUPERSCRIPTS.indexOf(c);
            if (digit >= 0) {
                if (!raised && plain.toString().endsWith("10")) plain.append('^');
                plain.append(digit);
                raised = true;
            } else {
                plain.append(c == 'µ' || c == 'μ' ? 'u' : c);
                raised = false;
            }
        }
        return plain.toString();
    }
}
