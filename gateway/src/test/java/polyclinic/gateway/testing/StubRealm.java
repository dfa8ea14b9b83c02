package polyclinic.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.testing.web.StubExchange;
import polyclinic.commons.testing.web.StubServer;

/**
 * An identity provider to which browsers are sent. People have signed in there whenever a test says so; codes and refresh tokens are
 * good once, as in the realm. The gateway under test verifies access tokens with a configured key.
 */
public final class StubRealm implements QuarkusTestResourceLifecycleManager {

    /** Where browsers reach the gateway, as they and the gateway believe. */
    public static final String CLINIC = "http://clinic.test";

    /** Another origin of it, such as one whose TLS ends before the gateway: it is not the one that the gateway sees. */
    public static final String OTHER = "http://other.test:8080";

    public static final String CLIENT_SECRET = "the secret of the gateway in tests, of 32 characters and more";

    /** A code that was given and not redeemed. */
    private record Code(Map<String, String> request, String user, Map<String, Object> idClaims) {}

    private static @Nullable StubRealm current;

    private final StubServer server = new StubServer(this::answer);
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();

    /** The forms that came to the token endpoint. */
    public final List<Map<String, String>> grants = new CopyOnWriteArrayList<>();

    /** The refresh tokens whose sessions were ended. */
    public final List<String> ended = new CopyOnWriteArrayList<>();

    /** How long access tokens last that it gives from now on. */
    public volatile int accessSeconds = 3_600;

    /** How long the token endpoint takes. */
    public volatile long delayMs;

    /** Its keys are there before anybody asks, for making them takes a while. */
    public StubRealm() {
        TestTokens.key();
    }

    public static StubRealm current() {
        if (current == null) throw new IllegalStateException("not started");
        return current;
    }

    @Override
    public Map<String, String> start() {
        current = this;
        return Map.of(
                "quarkus.oidc.public-key",
                Base64.getEncoder().encodeToString(TestTokens.key().getEncoded()),
                "POLYCLINIC_OIDC_URL",
                url(),
                "POLYCLINIC_CLIENT_SECRET",
                CLIENT_SECRET,
                "POLYCLINIC_PUBLIC_URL",
                CLINIC + "," + OTHER);
    }

    @Override
    public void stop() {
        server.kill();
    }

    public String url() {
        return server.url() + "/realms/polyclinic";
    }

    /** It is unreachable until {@link #reset}. */
    public void kill() {
        server.kill();
    }

    /** Runs again, gives long tokens without delay and has forgotten what came. */
    public void reset() {
        server.start();
        accessSeconds = 3_600;
        delayMs = 0;
        grants.clear();
        ended.clear();
    }

    /** The person signs in at the address to which the gateway sent the browser; returns where the browser goes then. */
    public String signIn(String authorizationAddress, String user, Map<String, Object> idClaims) {
        Map<String, String> request = fields(URI.create(authorizationAddress).getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, new Code(request, user, idClaims));
        return request.get("redirect_uri") + "?state=" + request.get("state") + "&code=" + code;
    }

    /** A refresh token that it will take. */
    public String refreshToken(String user) {
        String token = UUID.randomUUID().toString();
        refreshTokens.put(token, user);
        return token;
    }

    /** No refresh token that it gave so far is good any more. */
    public void forgetRefreshTokens() {
        refreshTokens.clear();
    }

    private void answer(StubExchange exchange) throws IOException {
        switch (exchange.request().lastSegment()) {
            case "openid-configuration" -> exchange.answer(200, discovery());
            case "certs" ->
                exchange.answer(
                        200,
                        new JsonObject()
                                .put("keys", new JsonArray().add(StubIdentityProvider.key()))
                                .encode());
            case "token" -> token(exchange);
            case "logout" -> {
                ended.add(form(exchange).get("refresh_token"));
                exchange.answer(204, "");
            }
            default -> exchange.answer(404, "{}");
        }
    }

    private String discovery() {
        return new JsonObject()
                .put("issuer", TestTokens.ISSUER)
                .put("authorization_endpoint", url() + "/auth")
                .put("token_endpoint", url() + "/token")
                .put("end_session_endpoint", url() + "/logout")
                .put("jwks_uri", url() + "/certs")
                .encode();
    }

    private void token(StubExchange exchange) throws IOException {
        Map<String, String> form = form(exchange);
        grants.add(form);
        pause();
        String basic = Base64.getEncoder()
                .encodeToString(("gateway:" + CLIENT_SECRET.replace(" ", "+").replace(",", "%2C"))
                        .getBytes(StandardCharsets.US_ASCII));
        if (!("Basic " + basic).equals(exchange.request().header("authorization")))
            exchange.answer(401, "{\"error\":\"invalid_client\"}");
        else if ("refresh_token".equals(form.get("grant_type")))
            given(exchange, refreshTokens.remove(form.get("refresh_token")), Map.of());
        else redeem(exchange, form, codes.remove(form.get("code")));
    }

    private void redeem(StubExchange exchange, Map<String, String> form, @Nullable Code code) throws IOException {
        if (code == null
                || !Objects.equals(form.get("redirect_uri"), code.request().get("redirect_uri"))
                || !sha256(form.getOrDefault("code_verifier", ""))
                        .equals(code.request().get("code_challenge"))) {
            given(exchange, null, Map.of());
            return;
        }
        Map<String, Object> claims = new HashMap<>(
                Map.of("aud", "gateway", "nonce", code.request().get("nonce"), "sid", "sid-of-" + code.user()));
        claims.putAll(code.idClaims());
        given(exchange, code.user(), claims);
    }

    private void given(StubExchange exchange, @Nullable String user, Map<String, Object> idClaims) throws IOException {
        if (user == null) {
            exchange.answer(400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        JsonObject tokens = new JsonObject()
                .put(
                        "access_token",
                        TestTokens.of(
                                user, Map.of("exp", Instant.now().getEpochSecond() + Math.max(60, accessSeconds))))
                .put("expires_in", accessSeconds)
                .put("refresh_token", refreshToken(user));
        if (!idClaims.isEmpty()) tokens.put("id_token", TestTokens.of(user, idClaims));
        exchange.answer(200, tokens.encode());
    }

    private void pause() {
        try {
            Thread.sleep(delayMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> form(StubExchange exchange) throws IOException {
        return fields(new String(exchange.readBody(), StandardCharsets.US_ASCII));
    }

    /** The fields of a form or a query. */
    public static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : new ArrayList<>(List.of(encoded.split("&")))) {
            String[] parts = pair.split("=", 2);
            fields.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
