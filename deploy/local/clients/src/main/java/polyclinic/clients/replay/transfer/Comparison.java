package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import polyclinic.clients.replay.fhir.FhirValues;

/** Compares what is stored with what was sent, field by field. */
final class Comparison {
    private static final int SIGNIFICANT_DIGITS = 7;

    private Comparison() {}

    /**
     * Returns the fields of what was sent that are stored differently or not at all. Fields that the clinic added are not
     * a difference.
     *
     * @param field name with which the returned names begin
     */
    static List<String> differences(String field, JsonNode sent, JsonNode stored) {
        List<String> differences = new ArrayList<>();
        compare(field, sent, stored, differences);
        return differences;
    }

    private static void compare(String field, JsonNode sent, JsonNode stored, List<String> differences) {
        if (sent.isObject() && stored.isObject()) {
            sent.properties()
                    .forEach(member -> compare(
                            field + "." + member.getKey(),
                            member.getValue(),
                            stored.path(member.getKey()),
                            differences));
        } else if (sent.isArray() && stored.isArray() && sent.size() == stored.size()) {
            for (int i = 0; i < sent.size(); i++)
                compare(field + "[" + i + "]", sent.get(i), stored.get(i), differences);
        } else if (!isSame(sent, stored)) {
            differences.add(field);
        }
    }

    private static boolean isSame(JsonNode sent, JsonNode stored) {
        if (sent.isNumber() && stored.isNumber()) return sent.decimalValue().compareTo(stored.decimalValue()) == 0;
        if (sent.isNull()) return stored.isNull() || stored.isMissingNode();
        return sent.equals(stored) || isSameText(sent, stored) || isSameInstant(sent, stored);
    }

    /** The clinic composes short texts and leaves out what nobody sees in them. */
    private static boolean isSameText(JsonNode sent, JsonNode stored) {
        if (!sent.isTextual() || !stored.isTextual() || sent.asText().contains("\n")) return false;
        return visible(sent.asText()).equals(visible(stored.asText()));
    }

    private static String visible(String text) {
        return FhirValues.oneLine(text).replaceAll("\\p{Cf}", "");
    }

    /** Returns whether two identifiers are one: the clinic writes the numbers of some systems in one way, without what parts them. */
    static boolean isSameIdentifier(JsonNode one, JsonNode other) {
        return visible(one.path("system").asText())
                        .equals(visible(other.path("system").asText()))
                && lettersAndDigits(one.path("value").asText())
                        .equalsIgnoreCase(lettersAndDigits(other.path("value").asText()));
    }

    private static String lettersAndDigits(String value) {
        String bare = visible(value).replaceAll("[^\\p{L}\\p{N}]", "");
        return bare.isEmpty() ? value : bare;
    }

    /** Returns whether two telephone numbers end alike: the clinic adds the country's code and drops the trunk prefix. */
    static boolean isSamePhone(String sent, String stored) {
        String digits = sent.replaceAll("\\D", "");
        String end = digits.substring(Math.max(0, digits.length() - SIGNIFICANT_DIGITS));
        return !end.isEmpty() && stored.replaceAll("\\D", "").endsWith(end);
    }

    /** The clinic keeps times to the millisecond. */
    private static boolean isSameInstant(JsonNode sent, JsonNode stored) {
        if (!sent.isTextual() || !stored.isTextual() || !sent.asText().endsWith("Z")) return false;
        try {
            Instant one = Instant.parse(sent.asText()).truncatedTo(ChronoUnit.MILLIS);
            return one.equals(Instant.parse(stored.asText()).truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeParseException notAnInstant) {
            return false;
        }
    }
}
