package polyclinic.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.Client.request;
import static polyclinic.gateway.Client.send;
import static polyclinic.gateway.Client.slug;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Keys come from the identity provider's own pages, as in production, and it may come late and go early. */
@QuarkusTest
@TestProfile(IdentityProviderTest.Discovered.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IdentityProviderTest {

    public static class Discovered implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(RedisServer.class),
                    new TestResourceEntry(Services.class),
                    new TestResourceEntry(Provider.class));
        }
    }

    /** Not running at first. */
    public static class Provider implements QuarkusTestResourceLifecycleManager {
        private static Service current;

        @Override
        public Map<String, String> start() {
            current = new Service();
            String realm = current.url() + "/realms/polyclinic";
            current.discovery = new JsonObject()
                    .put("issuer", "https://idp.test/realms/polyclinic")
                    .put("jwks_uri", realm + "/certs")
                    .put("token_endpoint", realm + "/token")
                    .put("introspection_endpoint", realm + "/introspect")
                    .encode();
            current.keys =
                    new JsonObject().put("keys", new JsonArray().add(key())).encode();
            current.kill();
            return Map.of(
                    "POLYCLINIC_OIDC_URL", realm,
                    "quarkus.oidc.auth-server-url", realm);
        }

        @Override
        public void stop() {
            current.kill();
        }

        private static JsonObject key() {
            return new JsonObject()
                    .put("kty", "RSA")
                    .put("use", "sig")
                    .put("alg", "RS256")
                    .put("n", unsigned(Tokens.key().getModulus()))
                    .put("e", unsigned(Tokens.key().getPublicExponent()));
        }

        private static String unsigned(BigInteger value) {
            byte[] bytes = value.toByteArray();
            int sign = bytes[0] == 0 ? 1 : 0;
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
        }
    }

    @Test
    @Order(1)
    void while_it_has_never_been_there_nobody_is_let_in_and_nobody_is_called_a_liar() {
        HttpResponse<String> answer = call(Tokens.of("doctor"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(slug(answer)).isEqualTo("sign-in-unavailable");
    }

    @Test
    @Order(2)
    void once_it_is_there_its_keys_decide() {
        Provider.current.start();

        assertThat(call(Tokens.of("doctor")).statusCode()).isEqualTo(200);
        assertThat(call(Tokens.forged("doctor")).statusCode()).isEqualTo(401);
        assertThat(call(Tokens.unsigned("doctor")).statusCode()).isEqualTo(401);
        assertThat(call(Tokens.expired("doctor")).statusCode()).isEqualTo(401);
        assertThat(call(Tokens.wrongAudience("doctor")).statusCode()).isEqualTo(401);
        assertThat(call(Tokens.of("doctor", Map.of("iss", "https://evil.example")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request("/api/sync/health")).body()).contains("\"keycloak\",\"status\":\"up\"");
    }

    @Test
    @Order(3)
    void when_it_goes_the_keys_it_gave_still_count() {
        Provider.current.kill();

        assertThat(call(Tokens.of("nurse")).statusCode()).isEqualTo(200);
        assertThat(call(Tokens.forged("nurse")).statusCode()).isIn(401, 503);
        HttpResponse<String> health = send(request("/api/sync/health"));
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("\"keycloak\",\"status\":\"down\"");
    }

    private static HttpResponse<String> call(String token) {
        return send(request("/api/v1/patients").header("Authorization", "Bearer " + token));
    }
}
