package polyclinic.clients.demo.samples;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import polyclinic.clients.http.JsonNodes;

/** Registrations of invented people. */
public final class DemoPatient {
    private static final List<String> GIVEN_NAMES =
            List.of("Anna", "Ben", "Clara", "David", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jun");
    private static final List<String> FAMILY_NAMES =
            List.of("Abara", "Brandt", "Castillo", "Dimitrov", "Eriksen", "Fontaine", "Gupta");
    private static final SecureRandom RANDOM = new SecureRandom();

    private DemoPatient() {}

    /** Returns the body of {@code POST /patients} for an invented person who is most likely not registered yet. */
    public static JsonNode registration() {
        String family = oneOf(FAMILY_NAMES) + "-" + oneOf(FAMILY_NAMES);
        String number = Long.toString(System.nanoTime() ^ RANDOM.nextLong(), 36).replace("-", "");
        return JsonNodes.object(
                "givenName",
                oneOf(GIVEN_NAMES),
                "familyName",
                family,
                "birthDate",
                LocalDate.of(1940, 1, 1).plusDays(RANDOM.nextInt(28_000)),
                "sex",
                RANDOM.nextBoolean() ? "female" : "male",
                "phone",
                "+1617" + (2_000_000 + RANDOM.nextInt(8_000_000)),
                "email",
                "demo-" + number + "@polyclinic.example",
                "address",
                JsonNodes.object(
                        "line", List.of("12 Harbour Street"),
                        "city", "Boston",
                        "state", "MA",
                        "postalCode", "02111",
                        "country", "US"),
                "identifiers",
                List.of(JsonNodes.object("system", "urn:example:insurance", "value", number)),
                "emergencyContacts",
                List.of(JsonNodes.object("name", "Kim " + family, "relationship", "partner", "phone", "+16175550123")));
    }

    private static String oneOf(List<String> names) {
        return names.get(RANDOM.nextInt(names.size()));
    }
}
