package polyclinic.clients.replay.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import polyclinic.clients.checks.CheckFailed;

/**
 * Whether a record and a patient of the clinic who share an identifier can be the same person. Numbers are mistyped, and two
 * institutions may count alike; a record in another person's file is worse than one that somebody has to look at.
 */
final class SamePerson {
    private SamePerson() {}

    /** @throws CheckFailed when both birth date and names differ */
    static void require(JsonNode record, JsonNode patient) {
        if (isBirthDateCompatible(record, patient) || hasCommonName(record, patient)) return;
        throw new CheckFailed(
                "an identifier of the record belongs to " + patient.path("uhid").asText()
                        + ", who has another name and another birth date: a person has to decide");
    }

    /** An unknown date tells nothing, an estimated one only about the year. */
    private static boolean isBirthDateCompatible(JsonNode record, JsonNode patient) {
        String one = record.path("birthDate").asText();
        String other = patient.path("birthDate").asText();
        if (one.length() < 10 || other.length() < 10) return false;
        boolean isEstimated = record.path("birthDateEstimated").asBoolean()
                || patient.path("birthDateEstimated").asBoolean();
        return isEstimated ? one.startsWith(other.substring(0, 4)) : one.equals(other);
    }

    private static boolean hasCommonName(JsonNode record, JsonNode patient) {
        Set<String> names = names(record);
        names.retainAll(names(patient));
        return !names.isEmpty();
    }

    private static Set<String> names(JsonNode person) {
        String all = person.path("givenName").asText() + " "
                + person.path("familyName").asText();
        String bare = Normalizer.normalize(all, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        Set<String> names = new HashSet<>(Arrays.asList(bare.strip().split("[\\s-]+")));
        names.remove("");
        return names;
    }
}
