package polyclinic.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import polyclinic.clients.clinic.Clinic;

/** Names, numbers and addresses of the patients, doctors and prescriptions that there are: what no metric and no log may tell. */
final class PersonalTexts {
    private static final List<String> FIELDS = List.of(
            "uhid", "givenName", "familyName", "number", "prescriptionNumber", "licenseNumber", "email", "name");

    private PersonalTexts() {}

    static Set<String> of(Clinic clinic) {
        Set<String> found = new TreeSet<>();
        collect(clinic.as("reception").get("/patients?limit=100").expect(200).json(), found);
        collect(clinic.as("reception").get("/doctors?limit=100").expect(200).json(), found);
        collect(clinic.as("doctor").get("/prescriptions?limit=100").expect(200).json(), found);
        return found;
    }

    /** Every text of those fields; a short one may be a part of anything. */
    private static void collect(JsonNode node, Set<String> found) {
        for (String field : FIELDS) {
            for (JsonNode value : node.findValues(field))
                if (value.isTextual() && value.asText().length() > 3) found.add(value.asText());
        }
    }
}
