package polyclinic.clients.movein.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** Compares what was sent with what is stored. What the suite adds is no difference. */
public final class StoredDifferences {
    private StoredDifferences() {}

    /** The members that are stored otherwise, or not at all: {@code content.plan}. */
    public static List<String> of(JsonNode sent, JsonNode stored) {
        List<String> differences = new ArrayList<>();
        compare("", sent, stored, differences);
        return differences;
    }

    private static void compare(String member, JsonNode sent, JsonNode stored, List<String> differences) {
        if (sent.isObject() && stored.isObject()) {
            sent.properties()
                    .forEach(one -> compare(
                            member.isEmpty() ? one.getKey() : member + "." + one.getKey(),
                            one.getValue(),
                            stored.path(one.getKey()),
                            differences));
        } else if (sent.isArray() && stored.isArray() && sent.size() == stored.size()) {
            for (int i = 0; i < sent.size(); i++)
                compare(member + "[" + i + "]", sent.get(i), stored.get(i), differences);
        } else if (!isSame(sent, stored)) {
            differences.add(member);
        }
    }

    private static boolean isSame(JsonNode sent, JsonNode stored) {
        if (sent.isNumber() && stored.isNumber()) return sent.decimalValue().compareTo(stored.decimalValue()) == 0;
        if (sent.isNull()) return stored.isNull() || stored.isMissingNode();
        if (sent.isTextual() && stored.isTextual()) return normal(sent).equals(normal(stored));
        return sent.equals(stored);
    }

    private static String normal(JsonNode text) {
        return Normalizer.normalize(text.asText(), Normalizer.Form.NFC).strip();
    }
}
