package polyclinic.notes.proposals.findings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of tables of results: a name, a number, and behind it in any order a unit, a range and a flag, and nothing else. What
 * has neither unit nor range is prose, and is left out; so is a line with a word that is none of these.
 */
public final class LabLineReader {
    private static final Set<FindingDoubt> INCOMPLETE =
            EnumSet.of(FindingDoubt.NO_RANGE, FindingDoubt.NO_UNIT, FindingDoubt.UNIT_NOT_KNOWN);
    private static final int MAX_NAME_WORDS = 8;
    private static final int MAX_NAME = 80;

    private static final Pattern NAME = Pattern.compile("\\p{L}.*");
    private static final Pattern VALUE =
            Pattern.compile("(?<comparator>[<>≤≥]=?)?(?<number>\\d[\\d.,]*)(?<flag>\\*|\\(?(?:HH|LL|H|L)\\)?)?");
    private static final Pattern BETWEEN = Pattern.compile("(?<low>\\d[\\d.,]*)(?:-|–|—|to|bis)(?<high>\\d[\\d.,]*)");
    private static final Pattern BOUND =
            Pattern.compile("(?:(?<up><=?|≤=?|upto)|(?<down>>=?|≥=?))(?<bound>\\d[\\d.,]*)");
    private static final Pattern LABEL = Pattern.compile("(?i)(?:ref|reference|normal|range)[.:]+");

    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("H", "H"),
            Map.entry("HIGH", "H"),
            Map.entry("↑", "H"),
            Map.entry("HH", "HH"),
            Map.entry("L", "L"),
            Map.entry("LOW", "L"),
            Map.entry("↓", "L"),
            Map.entry("LL", "LL"),
            Map.entry("*", "A"),
            Map.entry("A", "A"),
            Map.entry("N", "N"),
            Map.entry("NORMAL", "N"));

    private LabLineReader() {}

    /**
     * The results in a text, in its order.
     *
     * @param pages the text of each
     * @param language ISO 639; where it is not known to be English a point may stand between thousands
     */
    public static List<DocumentFinding> find(List<String> pages, @Nullable String language) {
        boolean english = "en".equals(language);
        List<TextLine> lines = TextLine.of(pages);
        Map<Integer, DocumentFinding> found = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            DocumentFinding finding = read(lines.get(i), english);
            if (finding != null) found.put(i, finding);
        }
        List<DocumentFinding> results = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            DocumentFinding finding = found.get(i);
            if (finding != null
                    && (isComplete(finding) || holds(finding, found.get(i - 1)) || holds(finding, found.get(i + 1))))
                results.add(finding);
        }
        return results;
    }

    private static boolean isComplete(DocumentFinding finding) {
        return finding.doubt() == null || !INCOMPLETE.contains(finding.doubt());
    }

    /** A line with a part missing is taken for a result when it stands in a table, beside one that has all of them. */
    private static boolean holds(DocumentFinding finding, @Nullable DocumentFinding beside) {
        return beside != null && beside.page() == finding.page() && isComplete(beside);
    }

    private static @Nullable DocumentFinding read(TextLine line, boolean english) {
        List<String> words = line.words();
        for (int i = 1; i < words.size() && i <= MAX_NAME_WORDS; i++) {
            String name = name(words.subList(0, i));
            if (name == null) continue;
            boolean apart = words.get(i).matches("[<>≤≥]=?") && i + 1 < words.size();
            Matcher value = VALUE.matcher(apart ? words.get(i) + words.get(i + 1) : words.get(i));
            if (!value.matches()) continue;
            DocumentFinding finding =
                    read(line, name, value, words.subList(apart ? i + 2 : i + 1, words.size()), english);
            if (finding != null) return finding;
        }
        return null;
    }

    private static @Nullable String name(List<String> words) {
        String name = String.join(" ", words).replaceAll("[\\s:=]+$", "");
        return name.length() <= MAX_NAME && NAME.matcher(name).matches() ? name : null;
    }

    private static @Nullable DocumentFinding read(
            TextLine line, String name, Matcher value, List<String> rest, boolean english) {
        PrintedNumber number = PrintedNumber.of(value.group("number"), english);
        if (number == null) return null;
        Columns columns = Columns.of(rest);
        if (columns == null || columns.unit == null && columns.range.isEmpty()) return null;
        Range range = Range.of(columns.range, english);
        if (range == null) return null;
        String flag = value.group("flag") == null ? columns.flag : flagOf(value.group("flag"));
        String code = columns.unit == null ? null : PrintedUnit.code(columns.unit);
        // A word that is no unit, and no range: prose.
        if (columns.unit != null && code == null && columns.range.isEmpty()) return null;
        FoundResult result = new FoundResult(
                name,
                comparator(value.group("comparator")),
                number.value(),
                columns.unit,
                code,
                range.low(),
                range.high(),
                flag);
        return DocumentFinding.of(line, result, doubt(result, range, !columns.range.isEmpty()));
    }

    private static @Nullable FindingDoubt doubt(FoundResult result, Range range, boolean ranged) {
        if (result.value() == null || range.ambiguous()) return FindingDoubt.NUMBER_AMBIGUOUS;
        if (result.unit() == null) return FindingDoubt.NO_UNIT;
        if (result.code() == null) return FindingDoubt.UNIT_NOT_KNOWN;
        if (!ranged) return FindingDoubt.NO_RANGE;
        BigDecimal low = result.low();
        BigDecimal high = result.high();
        if (low != null && high != null && low.compareTo(high) > 0) return FindingDoubt.RANGE_REVERSED;
        return differs(result, result.value()) ? FindingDoubt.FLAG_DIFFERS : null;
    }

    private static boolean differs(FoundResult result, BigDecimal value) {
        BigDecimal low = result.low();
        BigDecimal high = result.high();
        return switch (String.valueOf(result.interpretation())) {
            case "H", "HH" -> high == null || value.compareTo(high) <= 0 && !">".equals(result.comparator());
            case "L", "LL" -> low == null || value.compareTo(low) >= 0 && !"<".equals(result.comparator());
            case "N" -> low != null && value.compareTo(low) < 0 || high != null && value.compareTo(high) > 0;
            default -> false;
        };
    }

    private static @Nullable String comparator(@Nullable String printed) {
        return printed == null
                ? null
                : printed.replace("≤=", "<=")
                        .replace("≥=", ">=")
                        .replace("≤", "<=")
                        .replace("≥", ">=");
    }

    private static @Nullable String flagOf(String word) {
        return FLAGS.get(word.replaceAll("[()\\[\\]]", "").toUpperCase(Locale.ROOT));
    }

    /**
     * What stands behind a value.
     *
     * @param range its words without blanks and brackets; empty when there is none
     */
    private record Columns(
            @Nullable String unit, String range, @Nullable String flag) {
        /** Null when there is more than a unit, a range and a flag. */
        static @Nullable Columns of(List<String> words) {
            String unit = null;
            String flag = null;
            StringBuilder range = new StringBuilder();
            for (String word : words) {
                String bare = bare(word);
                if (bare.isEmpty() || LABEL.matcher(bare).matches()) continue;
                if (flagOf(word) != null) {
                    if (flag != null) return null;
                    flag = flagOf(word);
                } else if (isOfRange(bare)) range.append(bare.toLowerCase(Locale.ROOT));
                else if (unit == null) unit = bare;
                // A range often has the unit once more.
                else if (!bare.equals(unit)) return null;
            }
            return new Columns(unit, range.toString(), flag);
        }

        /** Brackets belong to what stands in them, but for those of a unit, {@code mm[Hg]}. */
        private static String bare(String word) {
            String bare = word.replaceAll("^[(\\[]|[),;]+$", "");
            return word.startsWith("[") || bare.matches("[\\d.,-]+]") ? bare.replaceAll("]$", "") : bare;
        }

        private static boolean isOfRange(String word) {
            return word.matches(
                    "[<>≤≥]=?[\\d.,]*|[\\d][\\d.,]*(?:(?:-|–|—)(?:[\\d][\\d.,]*)?)?|(?:-|–|—)[\\d.,]*|(?i:to|bis|up|upto)");
        }
    }

    /** @param ambiguous whether nobody can say which number one of them is */
    private record Range(@Nullable BigDecimal low, @Nullable BigDecimal high, boolean ambiguous) {
        /** Null for what is no range; of nothing a range without bounds. */
        static @Nullable Range of(String text, boolean english) {
            if (text.isEmpty()) return new Range(null, null, false);
            Matcher between = BETWEEN.matcher(text);
            if (between.matches()) {
                PrintedNumber low = PrintedNumber.of(between.group("low"), english);
                PrintedNumber high = PrintedNumber.of(between.group("high"), english);
                return low == null || high == null
                        ? null
                        : new Range(low.value(), high.value(), low.value() == null || high.value() == null);
            }
            Matcher bound = BOUND.matcher(text);
            if (!bound.matches()) return null;
            PrintedNumber number = PrintedNumber.of(bound.group("bound"), english);
            if (number == null) return null;
            boolean ambiguous = number.value() == null;
            return bound.group("up") == null
                    ? new Range(number.value(), null, ambiguous)
                    : new Range(null, number.value(), ambiguous);
        }
    }
}
