package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import polyclinic.clients.clinic.Clinic;

/** Names, numbers and addresses of the patients, doctors and prescriptions that there are: what no metric and no log may tell. */
final class PersonalTexts {
    /** No name is looked for within a word: Grace is nobody in "Graceful shutdown". */
    private static final String NOT_IN_A_WORD = "(?<![\\p{L}\\p{N}])(?:%s)(?![\\p{L}\\p{N}])";

    private static final List<String> FIELDS = List.of(
            "uhid", "givenName", "familyName", "number", "prescriptionNumber", "licenseNumber", "email", "name");

    private final Pattern any;

    private PersonalTexts(Set<String> texts) {
        any = Pattern.compile(
                NOT_IN_A_WORD.formatted(texts.stream().map(Pattern::quote).collect(Collectors.joining("|"))));
    }

    static PersonalTexts of(Clinic clinic) {
        Set<String> found = new TreeSet<>();
        collect(clinic.as("reception").get("/patients?limit=100").expect(200).json(), found);
        collect(clinic.as("reception").get("/doctors?limit=100").expect(200).json(), found);
        collect(clinic.as("doctor").get("/prescriptions?limit=100").expect(200).json(), found);
        assertThat(found).hasSizeGreaterThan(5);
        return new PersonalTexts(found);
    }

    boolean areIn(String text) {
        return any.matcher(text).find();
    }

    /** Every text of those fields; a short one may be a part of anything. */
    private static void collect(JsonNode node, Set<String> found) {
        for (String field : FIELDS) {
            for (JsonNode value : node.findValues(field))
                if (value.isTextual() && value.asText().length() > 3) found.add(value.asText());
        }
    }
}
