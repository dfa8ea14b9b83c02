package polyclinic.notes.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import polyclinic.commons.problem.Problem;

/** The four parts of a SOAP note. */
public final class SoapContent {
    private static final List<String> PARTS = List.of("subjective", "objective", "assessment", "plan");

    private SoapContent() {}

    /** Fails with 422 unless each part is there, as a text or an object. */
    public static void require(JsonNode content) {
        List<Problem.Violation> missing = PARTS.stream()
                .filter(part -> !content.hasNonNull(part))
                .map(part -> new Problem.Violation("content." + part, "is needed in a SOAP note"))
                .toList();
        if (!missing.isEmpty()) throw Problem.invalid(missing);
        for (String part : PARTS) {
            JsonNode value = content.get(part);
            if (!value.isTextual() && !value.isObject()) {
                throw Problem.invalid("content." + part, "must be text or an object");
            }
        }
    }
}
