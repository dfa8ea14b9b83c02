package polyclinic.audit.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.commons.testing.web.Identity;

/** The trail says from where somebody asked, not from where they say that they ask. */
@QuarkusTest
class ClientAddressTest extends ServiceTest {
    private static final String CLAIMED = "203.0.113.7";

    @Test
    void whoever_asks_a_service_directly_is_recorded_with_their_own_address() {
        UUID asked = UUID.randomUUID();
        as("auditor")
                .header("X-Forwarded-For", CLAIMED)
                .header("Forwarded", "for=" + CLAIMED)
                .header("X-Real-IP", CLAIMED)
                .get("/api/v1/audit?patientId=" + asked)
                .then()
                .statusCode(200);

        assertThat(addressOf(asked)).isEqualTo("127.0.0.1");
    }

    @Test
    void an_address_with_a_proof_of_another_key_is_not_believed() throws Exception {
        UUID asked = UUID.randomUUID();
        ask(asked, "f".repeat(32), Instant.now());

        assertThat(addressOf(asked)).isEqualTo("127.0.0.1");
    }

    @Test
    void an_old_proof_is_not_believed() throws Exception {
        UUID asked = UUID.randomUUID();
        ask(asked, Identity.FORWARDED_KEY, Instant.now().minusSeconds(120));

        assertThat(addressOf(asked)).isEqualTo("127.0.0.1");
    }

    @Test
    void the_address_that_the_gateway_proves_is_recorded() throws Exception {
        UUID asked = UUID.randomUUID();
        ask(asked, Identity.FORWARDED_KEY, Instant.now());

        assertThat(addressOf(asked)).isEqualTo(CLAIMED);
    }

    private static void ask(UUID patient, String key, Instant at) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String text = CLAIMED + "\nr-1\n" + at.getEpochSecond();
        String proof = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        as("auditor")
                .header("X-Forwarded-For", CLAIMED)
                .header("X-Request-Id", "r-1")
                .header("X-Forwarded-Proof", at.getEpochSecond() + "." + proof)
                .get("/api/v1/audit?patientId=" + patient)
                .then()
                .statusCode(200);
    }

    private String addressOf(UUID patient) {
        return arrived("entries", "patientId", patient.toString())
                .get("source", Document.class)
                .getString("ip");
    }
}
