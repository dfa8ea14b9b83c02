package polyclinic.gateway.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import polyclinic.commons.testing.servers.RedisServer;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.gateway.testing.StubIdentityProvider;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** Keys are fetched from the identity provider, as in production; it may start late and stop early. */
@QuarkusTest
@TestProfile(IdentityProviderTest.Discovered.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IdentityProviderTest {

    private static final String PATIENTS = "/api/v1/patients";

    public static class Discovered implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(RedisServer.class),
                    new TestResourceEntry(StubUpstreams.class),
                    new TestResourceEntry(StubIdentityProvider.class));
        }
    }

    @Test
    @Order(1)
    void before_its_first_start_no_token_is_accepted_and_none_is_called_invalid() {
        HttpResponse<String> answer = get(PATIENTS, TestTokens.of("doctor"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(slug(answer)).isEqualTo("sign-in-unavailable");
    }

    @Test
    @Order(2)
    void once_it_runs_its_keys_decide() {
        StubIdentityProvider.current().start();

        assertThat(get(PATIENTS, TestTokens.of("doctor")).statusCode()).isEqualTo(200);
        assertThat(get(PATIENTS, TestTokens.forged("doctor")).statusCode()).isEqualTo(401);
        assertThat(get(PATIENTS, TestTokens.unsigned("doctor")).statusCode()).isEqualTo(401);
        assertThat(get(PATIENTS, TestTokens.expired("doctor")).statusCode()).isEqualTo(401);
        assertThat(get(PATIENTS, TestTokens.wrongAudience("doctor")).statusCode())
                .isEqualTo(401);
        assertThat(get(PATIENTS, TestTokens.of("doctor", Map.of("iss", "https://evil.example")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request("/api/sync/health")).body())
                .contains("\"keycloak\":{\"connected\":true,\"status\":\"healthy\"");
    }

    @Test
    @Order(3)
    void what_is_no_valid_token_costs_it_nothing() {
        StubIdentityProvider.current().reset();
        for (int i = 0; i < 20; i++)
            for (String token : List.of(
                    "rubbish" + i,
                    "a.b." + i,
                    TestTokens.unsigned("doctor"),
                    TestTokens.forged("doctor"),
                    TestTokens.ofUnknownKey("doctor")))
                assertThat(get(PATIENTS, token).statusCode()).isIn(401, 429);

        assertThat(StubIdentityProvider.current().received)
                .as("at most the key set, once, for a key that it may hold meanwhile")
                .extracting(StubRequest::path)
                .isSubsetOf("/realms/polyclinic/certs")
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    @Order(4)
    void when_it_stops_its_keys_still_count() {
        StubIdentityProvider.current().kill();

        assertThat(get(PATIENTS, TestTokens.of("nurse")).statusCode()).isEqualTo(200);
        assertThat(get(PATIENTS, TestTokens.forged("nurse")).statusCode()).isIn(401, 503);
        HttpResponse<String> health = send(request("/api/sync/health"));
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("\"keycloak\":{\"connected\":false,\"status\":\"unhealthy\"");
    }
}
