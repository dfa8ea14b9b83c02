package polyclinic.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An identity provider that publishes the key of {@link TestTokens}. It is not running at first. */
public final class StubIdentityProvider implements QuarkusTestResourceLifecycleManager {

    private static @Nullable StubUpstream current;

    public static StubUpstream current() {
        if (current == null) throw new IllegalStateException("not started");
        return current;
    }

    @Override
    public Map<String, String> start() {
        StubUpstream stub = new StubUpstream();
        current = stub;
        String realm = stub.url() + "/realms/polyclinic";
        stub.discovery = new JsonObject()
                .put("issuer", "https://idp.test/realms/polyclinic")
                .put("jwks_uri", realm + "/certs")
                .put("token_endpoint", realm + "/token")
                .put("introspection_endpoint", realm + "/introspect")
                .encode();
        stub.keys = new JsonObject().put("keys", new JsonArray().add(key())).encode();
        stub.kill();
        return Map.of(
                "POLYCLINIC_OIDC_URL", realm,
                "quarkus.oidc.auth-server-url", realm);
    }

    @Override
    public void stop() {
        current().kill();
    }

    static JsonObject key() {
        return new JsonObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("n", unsigned(TestTokens.key().getModulus()))
                .put("e", unsigned(TestTokens.key().getPublicExponent()));
    }

    private static String unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
