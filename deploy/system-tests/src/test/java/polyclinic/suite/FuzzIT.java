package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorOnboarding;
import polyclinic.clients.clinic.KeycloakAccounts;
import polyclinic.clients.http.UserSession;
import polyclinic.suite.fuzz.FuzzCaller;
import polyclinic.suite.fuzz.FuzzContract;
import polyclinic.suite.fuzz.FuzzRun;

/**
 * Every operation of the API, asked by people of every role with what its document says it takes and with everything else: no request
 * is a fault of the server's, and every answer is one that the document has.
 *
 * <p>{@code -Dfuzz.seconds=600} asks for longer, and each time for something else; {@code -Dfuzz.seed=7} for the same again.
 */
class FuzzIT {
    private static final Map<String, String> SHARED =
            Map.of("admin", "admin", "auditor", "auditor", "importer", "importer");
    private static final List<String> OWN =
            List.of("receptionist", "nurse", "pharmacist", "lab_technician", "cashier", "doctor", "patient");

    /** The same questions in each run, however fast the machine is, unless it is too slow for them. */
    private static final int ROUNDS = 5;

    private static final int LIMIT_SECONDS = 60;

    private final Clinic clinic = Suite.clinic();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, UserSession> sessions = new HashMap<>();

    @Test
    void every_answer_to_any_request_is_one_of_the_documents() throws Exception {
        boolean longer = System.getProperty("fuzz.seconds") != null;
        long seed =
                Long.getLong("fuzz.seed", longer ? ThreadLocalRandom.current().nextLong(1_000_000) : 1);
        int rounds = longer ? Integer.MAX_VALUE : ROUNDS;
        Duration limit = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", LIMIT_SECONDS));
        int deadLetters = deadLetters();
        FuzzRun fuzz =
                new FuzzRun(new FuzzContract(document()), clinic.gateway(), seed, List.copyOf(signIn()), this::caller);
        makePatients(fuzz);

        Map<String, String> complaints = fuzz.run(rounds, limit);

        System.out.printf("fuzzing: seed %d, %d requests, %d faults%n", seed, fuzz.sent(), complaints.size());
        if (longer) fuzz.statuses().forEach((operation, statuses) -> System.out.println(operation + " " + statuses));
        assertThat(complaints).as("seed %d", seed).isEmpty();
        assertThat(deadLetters()).as("events that nobody could take").isEqualTo(deadLetters);
    }

    private int deadLetters() {
        return clinic.as("admin").all("/dead-letters").size();
    }

    private String document() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(clinic.gateway() + "/openapi"))
                .build();
        return clinic.http().send(request, BodyHandlers.ofString()).body();
    }

    private List<String> signIn() {
        SHARED.forEach((role, user) -> sessions.put(role, clinic.session(user, user)));
        KeycloakAccounts accounts = new KeycloakAccounts(clinic);
        for (String role : OWN) {
            String user = "fuzz-" + role.replace('_', '-') + "-" + run;
            Map<String, String> attributes = role.equals("patient") ? Map.of("patient_id", patient()) : Map.of();
            String subject = accounts.create(user, user, "Fuzz", "Account", role, attributes);
            sessions.put(role, clinic.session(user, user));
            if (role.equals("doctor")) doctor = doctor(subject);
        }
        return sessions.keySet().stream().sorted().toList();
    }

    private String doctor = "";

    private String doctor(String subject) {
        JsonNode made =
                DoctorOnboarding.register(clinic.as("admin"), "Fuzz", "Doctor", "FUZZ-" + run, subject, 15, "general");
        return made.path("id").asText();
    }

    private String patient() {
        return clinic.as("reception")
                .post(
                        "/patients?confirmDistinct=true",
                        Map.of(
                                "givenName",
                                UUID.randomUUID().toString(),
                                "familyName",
                                "Fuzz",
                                "birthDate",
                                "1980-01-01",
                                "sex",
                                "unknown"))
                .expect(201)
                .text("id");
    }

    private void makePatients(FuzzRun fuzz) {
        for (int i = 0; i < 5; i++) fuzz.made("/api/v1/patients/" + patient());
        fuzz.made("/api/v1/doctors/" + doctor);
    }

    private FuzzCaller caller(String role) {
        return new FuzzCaller(role, role, sessions.get(role).token());
    }
}
