package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.replay.plan.ImportPlan;

/**
 * One question for the patients of several records, by their identifiers: "any of these" (FHIR R4, search by token).
 *
 * @param identifiers {@code system|value}, parted by commas
 * @param plans whose they are
 */
public record PatientQuestion(String identifiers, Set<ImportPlan> plans) {
    /** As many as the clinic takes in one question. */
    static final int MAX_IDENTIFIERS = 20;

    /** As many characters as the clinic takes. */
    static final int MAX_LENGTH = 500;

    private static final String PATH = "/patients?identifier=";

    /** Returns the records whose patient the clinic may have. Of all others it has none of the identifiers. */
    public static Set<ImportPlan> possiblyKnown(Clinic clinic, List<ImportPlan> plans) {
        Set<ImportPlan> known = new HashSet<>();
        for (PatientQuestion question : of(plans, Integer.MAX_VALUE))
            if (!question.findsNobody(clinic)) known.addAll(question.plans());
        return known;
    }

    /** Returns id → patient, as the clinic has them now; who has no identifier that can be asked for is not among them. */
    public static Map<String, JsonNode> read(Clinic clinic, List<ImportPlan> plans) {
        Map<String, JsonNode> patients = new HashMap<>();
        for (PatientQuestion question : of(plans, 1))
            try {
                reception(clinic)
                        .all(question.path())
                        .forEach(patient -> patients.put(patient.path("id").asText(), patient));
            } catch (CheckFailed refused) {
                // Each of them is read alone then.
                continue;
            }
        return patients;
    }

    /** Parts the records' identifiers into questions. @param most of each record */
    static List<PatientQuestion> of(Collection<ImportPlan> plans, int most) {
        List<PatientQuestion> questions = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        Set<ImportPlan> asked = new HashSet<>();
        int length = 0;
        for (ImportPlan plan : plans) {
            int left = most;
            for (JsonNode identifier : plan.patient().path("identifiers")) {
                if (left-- == 0) break;
                String token = PatientImport.token(
                        identifier.path("system").asText(),
                        identifier.path("value").asText());
                int more = token.length() + 1;
                if (!tokens.isEmpty() && (tokens.size() == MAX_IDENTIFIERS || length + more > MAX_LENGTH)) {
                    questions.add(new PatientQuestion(String.join(",", tokens), Set.copyOf(asked)));
                    tokens.clear();
                    asked.clear();
                    length = 0;
                }
                tokens.add(token);
                asked.add(plan);
                length += more;
            }
        }
        if (!tokens.isEmpty()) questions.add(new PatientQuestion(String.join(",", tokens), Set.copyOf(asked)));
        return questions;
    }

    /** What is refused for one of them says nothing of the others. */
    private boolean findsNobody(Clinic clinic) {
        ApiResponse answer = reception(clinic).get(path() + "&limit=1");
        return answer.status() == 200 && answer.json().path("items").isEmpty();
    }

    private static ApiClient reception(Clinic clinic) {
        return clinic.as("reception").retrying();
    }

    private String path() {
        return PATH + ApiClient.encode(identifiers);
    }
}
