package polyclinic.commons.testing.web;

import io.smallrye.jwt.build.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Signed access tokens as Keycloak would issue them; the service under test verifies them for real against
 * {@link #publicKey}. Users are those of the local realm and the role names themselves.
 */
public final class Tokens {
    private static final KeyPair KEYS = newKeys();
    private static final KeyPair OTHER_KEYS = newKeys();
    private static final Map<String, String> ROLES =
            Map.of("reception", "receptionist", "lab", "lab_technician", "doctor2", "doctor", "patient2", "patient");

    private Tokens() {}

    /** The key that verifies these tokens: X.509, base64. */
    public static String publicKey() {
        return Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
    }

    /** A token of a user whose role is its name ({@code doctor}, {@code reception}, {@code patient2}, {@code service} …). */
    public static String of(String user) {
        return of(user, Map.of());
    }

    /** A patient's token, linked to their record. */
    public static String patient(String user, UUID patientId) {
        return of(user, Map.of("patient_id", patientId.toString()));
    }

    public static String of(String user, Map<String, Object> claims) {
        return sign(user, claims, "polyclinic", Instant.now().plus(Duration.ofHours(1)), KEYS);
    }

    public static String expired(String user) {
        return sign(user, Map.of(), "polyclinic", Instant.now().minus(Duration.ofMinutes(5)), KEYS);
    }

    /** Good for so many seconds more. */
    public static String shortLived(String user, int seconds) {
        return sign(user, Map.of(), "polyclinic", Instant.now().plusSeconds(seconds), KEYS);
    }

    /** Signed by a key that is not trusted. */
    public static String forged(String user) {
        return sign(user, Map.of(), "polyclinic", Instant.now().plus(Duration.ofHours(1)), OTHER_KEYS);
    }

    public static String wrongAudience(String user) {
        return sign(user, Map.of(), "somebody-else", Instant.now().plus(Duration.ofHours(1)), KEYS);
    }

    /** {@code alg: none}, with the claims of a good token. */
    public static String unsigned(String user) {
        String claims = of(user).split("\\.")[1];
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        return header + "." + claims + ".";
    }

    /** The user's {@code sub}. */
    public static String subject(String user) {
        return UUID.nameUUIDFromBytes(user.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String sign(
            String user, Map<String, Object> claims, String audience, Instant expires, KeyPair keys) {
        var token = Jwt.issuer("https://idp.test/realms/polyclinic")
                .subject(subject(user))
                .audience(Set.of(audience))
                .issuedAt(expires.minus(Duration.ofHours(2)))
                .expiresAt(expires)
                .claim("preferred_username", user)
                .claim("realm_access", Map.of("roles", List.of(ROLES.getOrDefault(user, user))));
        claims.forEach(token::claim);
        return token.sign(keys.getPrivate());
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
