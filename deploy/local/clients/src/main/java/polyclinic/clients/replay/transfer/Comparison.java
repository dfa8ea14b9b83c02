package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Compares what is stored with what was sent, field by field. */
final class Comparison {
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
        return sent.equals(stored) || isSameInstant(sent, stored);
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
