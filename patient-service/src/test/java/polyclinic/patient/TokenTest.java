package polyclinic.patient;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.web.Tokens;

/** A token that was verified once is accepted from the cache, and no other token is. */
@QuarkusTest
class TokenTest extends ServiceTest {
    private static final int SECONDS = 5;

    @Test
    void a_verified_token_is_accepted_again_until_it_expires() {
        status(Tokens.of("nurse")); // the first request of a service is slow
        String token = Tokens.shortLived("nurse", SECONDS);

        assertThat(status(token)).isEqualTo(200);
        assertThat(status(token)).isEqualTo(200);
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(SECONDS))
                .atMost(Duration.ofSeconds(SECONDS * 5))
                .until(() -> status(token) == 401);
    }

    @Test
    void every_cached_token_keeps_its_own_roles() {
        String nurse = Tokens.of("nurse");
        String pharmacist = Tokens.of("pharmacist");

        for (int again = 0; again < 2; again++) {
            assertThat(registering(nurse)).isEqualTo(422);
            assertThat(registering(Tokens.of("reception"))).isEqualTo(422);
            assertThat(registering(pharmacist)).isEqualTo(403);
        }
    }

    @Test
    void the_same_claims_under_another_signature_are_refused() {
        String good = Tokens.of("nurse");
        assertThat(status(good)).isEqualTo(200);
        String forged = good.substring(0, good.lastIndexOf('.'))
                + Tokens.forged("nurse").substring(Tokens.forged("nurse").lastIndexOf('.'));

        assertThat(status(forged)).isEqualTo(401);
        assertThat(status(good + "A")).isEqualTo(401);
        assertThat(given().header("Authorization", "Bearer " + good)
                        .header("Authorization", "Bearer " + forged)
                        .get("/api/v1/patients")
                        .statusCode())
                .isEqualTo(401);
    }

    private static int status(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("/api/v1/patients")
                .statusCode();
    }

    private static int registering(String token) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/patients")
                .statusCode();
    }
}
