package polyclinic.notes.proposals.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of prescriptions: a form or a strength, and how often. A name with neither is prose, and is left out; so is one that
 * only has a strength, which a result of a laboratory may have as well.
 */
public final class MedicationLineReader {
    private static final Pattern LEAD = Pattern.compile(
            "^(?:(?:\\d{1,2}[.)]|[-•*])\\s*)?(?:Rx:?\\s+)?(?:(?<form>(?i:tab|tablet|tabs|cap|capsule|caps|inj|injection|syr|syrup|susp|suspension"
                    + "|drops|cream|oint|ointment|inhaler))\\b\\.?:?\\s+)?(?<rest>\\p{L}.*)$");
    private static final Pattern STRENGTH = Pattern.compile(
            "(?<![\\p{L}\\d.,])(?<number>\\d[\\d.,]{0,9}?)\\s?(?<unit>(?i:mg/\\d?\\s?ml|mg|mcg|µg|μg|ug|g|ml|iu|%))(?![\\p{L}\\d/])");
    private static final Pattern DOSAGE =
            Pattern.compile("(?<![\\d.,/-])\\d(?:/\\d)?(?:\\s?-\\s?\\d(?:/\\d)?){2,3}(?![\\d.,/-])"
                    + "|\\b(?i:once|twice|thrice|(?:one|two|three|four|[1-4])\\s(?:times|x))\\s(?i:a\\sday|daily|per\\sday|weekly|a\\sweek)\\b"
                    + "|\\b(?i:every)\\s\\d{1,2}\\s(?i:hours|hrs|h)\\b"
                    + "|\\b(?:OD|BD|BID|TDS|TID|QID|QDS|HS|SOS|PRN|STAT|od|bd|bid|tds|tid|qid|prn)\\b");
    private static final Pattern DURATION =
            Pattern.compile("(?i)\\b(?:for|x)\\s?(?<length>\\d{1,3}\\s?(?:days?|weeks?|months?))\\b");
    private static final Pattern FORM_BEHIND = Pattern.compile(
            "(?i)\\b(?:tablets?|tabs?|capsules?|caps?|injection|syrup|suspension|drops|cream|ointment|inhaler)\\b");
    private static final int MAX_NAME = 80;

    private MedicationLineReader() {}

    /**
     * The medications in a text, in its order.
     *
     * @param pages the text of each
     * @param language ISO 639; where it is not known to be English a point may stand between thousands
     */
    public static List<DocumentFinding> find(List<String> pages, @Nullable String language) {
        List<DocumentFinding> found = new ArrayList<>();
        for (TextLine line : TextLine.of(pages)) {
            DocumentFinding finding = read(line, "en".equals(language));
            if (finding != null) found.add(finding);
        }
        return found;
    }

    private static @Nullable DocumentFinding read(TextLine line, boolean english) {
        Matcher lead = LEAD.matcher(line.text());
        if (!lead.matches()) return null;
        String rest = lead.group("rest");
        Matcher strength = STRENGTH.matcher(rest);
        Matcher dosage = DOSAGE.matcher(rest);
        boolean strong = strength.find();
        boolean dosed = dosage.find();
        String form = lead.group("form");
        if (!dosed && (form == null || !strong) || form == null && !strong) return null;
        String name = name(rest, strong ? strength.start() : dosage.start());
        if (name == null) return null;
        PrintedNumber number = strong ? PrintedNumber.of(strength.group("number"), english) : null;
        String unit = strong ? strength.group("unit") : null;
        String code = unit == null ? null : PrintedUnit.code(unit);
        Matcher behind = FORM_BEHIND.matcher(rest);
        Matcher duration = DURATION.matcher(rest);
        FoundMedication medication = new FoundMedication(
                name,
                form != null ? form : behind.find() ? behind.group() : null,
                number == null ? null : number.value(),
                unit,
                code,
                dosed ? dosage.group() : null,
                duration.find() ? duration.group("length") : null);
        return DocumentFinding.of(line, medication, doubt(medication));
    }

    private static @Nullable FindingDoubt doubt(FoundMedication medication) {
        if (medication.unit() == null) return FindingDoubt.NO_STRENGTH;
        if (medication.strength() == null) return FindingDoubt.NUMBER_AMBIGUOUS;
        if (medication.code() == null) return FindingDoubt.UNIT_NOT_KNOWN;
        return medication.dosage() == null ? FindingDoubt.NO_DOSAGE : null;
    }

    private static @Nullable String name(String rest, int end) {
        String name = FORM_BEHIND
                .matcher(rest.substring(0, end))
                .replaceAll(" ")
                .replaceAll("[\\s:,()-]+$", "")
                .strip();
        return name.isEmpty() || name.length() > MAX_NAME || name.split("\\s+").length > 5 ? null : name;
    }
}
