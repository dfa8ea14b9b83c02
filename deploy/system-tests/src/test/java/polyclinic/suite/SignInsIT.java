package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;

/** What happens at Keycloak's sign-in is in the audit trail. */
class SignInsIT {
    @Test
    void a_wrong_password_and_a_right_one_are_two_entries_that_the_auditor_finds() {
        Clinic clinic = Suite.clinic();
        Instant from = Instant.now().minus(1, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        assertThatThrownBy(() -> clinic.session("patient2", "guessed wrong").token())
                .isInstanceOf(CheckFailed.class);
        // Keycloak lets nobody in until it has counted the attempt before.
        await("the right password is taken")
                .atMost(Duration.ofSeconds(90))
                .ignoreException(CheckFailed.class)
                .until(() -> !clinic.session("patient2", "patient2").token().isEmpty());

        ApiClient auditor = clinic.as("auditor");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<String> actions = new ArrayList<>();
            for (JsonNode entry : auditor.all("/audit?actor=patient2&from=" + ApiClient.encode(from.toString())))
                if (entry.path("source").path("service").asText().equals("audit-service"))
                    actions.add(entry.path("action").asText() + " "
                            + entry.path("outcome").asText());
            assertThat(actions).contains("login_failed failed", "login success");
        });
    }
}
