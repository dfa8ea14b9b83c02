package polyclinic.gateway.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import polyclinic.commons.testing.web.TestKeys;

/** Access tokens as the identity provider signs them, and invalid ones. */
public final class TestTokens {

    private static final KeyPair KEYS = TestKeys.rsa("trusted");
    private static final KeyPair OTHER_KEYS = TestKeys.rsa("untrusted");

    static final String ISSUER = "https://idp.test/realms/polyclinic";

    private static final Duration REUSED_FOR = Duration.ofMinutes(10);
    private static final Map<String, Signed> SIGNED = new ConcurrentHashMap<>();

    private record Signed(String token, Instant at) {}

    private TestTokens() {}

    public static RSAPublicKey key() {
        return (RSAPublicKey) KEYS.getPublic();
    }

    /** The same for some minutes: to sign one takes longer than most requests do. */
    public static String of(String user) {
        Instant now = Instant.now();
        return SIGNED.compute(user, (any, before) -> {
                    if (before != null && before.at().plus(REUSED_FOR).isAfter(now)) return before;
                    return new Signed(of(user, Map.of()), now);
                })
                .token();
    }

    public static String of(String user, Map<String, Object> claims) {
        return sign(claims(user).mergeIn(new JsonObject(claims)), KEYS);
    }

    /** The token of a caller who has not sent a request before. */
    public static String ofNewCaller() {
        return of("doctor", Map.of("sub", UUID.randomUUID().toString()));
    }

    public static String expired(String user) {
        return of(user, Map.of("exp", Instant.now().getEpochSecond() - 300));
    }

    public static String wrongAudience(String user) {
        return of(user, Map.of("aud", "somebody-else"));
    }

    /** Signed by a key that is not trusted. */
    public static String forged(String user) {
        return forged(user, Map.of());
    }

    /** Signed by a key that is not trusted. */
    public static String forged(String user, Map<String, Object> claims) {
        return sign(claims(user).mergeIn(new JsonObject(claims)), OTHER_KEYS);
    }

    /** The {@code sub} of a user's tokens. */
    public static String subject(String user) {
        return claims(user).getString("sub");
    }

    /** Names a key that the identity provider does not have. */
    public static String ofUnknownKey(String user) {
        return sign(
                new JsonObject()
                        .put("alg", "RS256")
                        .put("typ", "JWT")
                        .put("kid", UUID.randomUUID().toString()),
                claims(user),
                OTHER_KEYS);
    }

    public static String unsigned(String user) {
        return text(new JsonObject().put("alg", "none").put("typ", "JWT")) + "." + text(claims(user)) + ".";
    }

    private static JsonObject claims(String user) {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", ISSUER)
                .put(
                        "sub",
                        UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("aud", "polyclinic")
                .put("iat", now - 60)
                .put("exp", now + 3600)
                .put("jti", UUID.randomUUID().toString())
                .put("preferred_username", user)
                .put("realm_access", new JsonObject().put("roles", new JsonArray().add(user)));
    }

    private static String sign(JsonObject claims, KeyPair keys) {
        return sign(new JsonObject().put("alg", "RS256").put("typ", "JWT"), claims, keys);
    }

    private static String sign(JsonObject header, JsonObject claims, KeyPair keys) {
        String signed = text(header) + "." + text(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(JsonObject json) {
        return base64(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
