package polyclinic.commons.testing.web;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signed access tokens as Keycloak would issue them; the service under test verifies them for real against
 * the key set that {@link Identity} publishes. Users are those of the local realm and the role names themselves.
 */
public final class Tokens {
    static final String ISSUER = "https://idp.test/realms/polyclinic";
    private static final int COORDINATE_BYTES = 32;
    private static final String KEY_ID = "polyclinic-test";
    private static final KeyPair KEYS = TestKeys.ec("trusted");
    private static final KeyPair OTHER_KEYS = TestKeys.ec("untrusted");
    private static final Map<String, List<String>> ROLES = Map.of(
            "reception", List.of("receptionist"),
            "lab", List.of("lab_technician"),
            "doctor2", List.of("doctor"),
            "patient2", List.of("patient"),
            "notes-service", List.of("service:document.text"),
            "prescription-service", List.of("service:prescription.document", "service:prescription.document.delete"));

    private static final Duration REUSED_FOR = Duration.ofMinutes(10);
    private static final Map<Holder, Issued> ISSUED = new ConcurrentHashMap<>();

    private record Holder(String user, Map<String, Object> claims) {}

    private record Issued(String token, Instant issued) {}

    private Tokens() {}

    /** The key set that verifies these tokens (RFC 7517), as the identity provider publishes it. */
    static String keySet() {
        ECPoint point = ((ECPublicKey) KEYS.getPublic()).getW();
        return "{\"keys\":[{\"kty\":\"EC\",\"use\":\"sig\",\"alg\":\"ES256\",\"crv\":\"P-256\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}]}"
                .formatted(KEY_ID, coordinate(point.getAffineX()), coordinate(point.getAffineY()));
    }

    /** A token of a user whose role is its name ({@code doctor}, {@code reception}, {@code patient2} …). */
    public static String of(String user) {
        return of(user, Map.of());
    }

    /** A token of a user who has several roles. @param claims {@code patient_id} and the like */
    public static String withRoles(String user, Set<String> roles, Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(claims);
        all.put("realm_access", Map.of("roles", List.copyOf(roles)));
        return of(user, all);
    }

    /** A patient's token, linked to their record. */
    public static String patient(String user, UUID patientId) {
        return of(user, Map.of("patient_id", patientId.toString()));
    }

    /** The same for some minutes: to sign one takes longer than most requests do. */
    public static String of(String user, Map<String, Object> claims) {
        Instant now = Instant.now();
        return ISSUED.compute(new Holder(user, Map.copyOf(claims)), (holder, before) -> {
                    if (before != null && before.issued().plus(REUSED_FOR).isAfter(now)) return before;
                    String token = sign(user, claims, "polyclinic", now.plus(Duration.ofHours(1)), KEYS);
                    return new Issued(token, now);
                })
                .token();
    }

    /** Valid but for its subject, which it lacks. */
    public static String withoutSubject(String user) {
        JwtClaimsBuilder token =
                claims(user, Map.of(), "polyclinic", Instant.now().plus(Duration.ofHours(1)));
        return token.remove("sub").jws().keyId(KEY_ID).sign(KEYS.getPrivate());
    }

    /** Signed by a key whose id the identity provider does not know. */
    public static String ofUnknownKey(String user) {
        JwtClaimsBuilder token =
                claims(user, Map.of(), "polyclinic", Instant.now().plus(Duration.ofHours(1)));
        return token.jws().keyId(UUID.randomUUID().toString()).sign(OTHER_KEYS.getPrivate());
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
        return claims(user, claims, audience, expires).jws().keyId(KEY_ID).sign(keys.getPrivate());
    }

    private static JwtClaimsBuilder claims(String user, Map<String, Object> claims, String audience, Instant expires) {
        JwtClaimsBuilder token = Jwt.issuer(ISSUER)
                .subject(subject(user))
                .audience(Set.of(audience))
                .issuedAt(expires.minus(Duration.ofHours(2)))
                .expiresAt(expires)
                .claim("preferred_username", user)
                .claim("realm_access", Map.of("roles", ROLES.getOrDefault(user, List.of(user))));
        claims.forEach(token::claim);
        return token;
    }

    /** As many bytes as the curve has, whatever the number (RFC 7518, 6.2.1.2). */
    private static String coordinate(BigInteger number) {
        byte[] bytes = new byte[COORDINATE_BYTES];
        byte[] signed = number.toByteArray();
        int length = Math.min(signed.length, bytes.length);
        System.arraycopy(signed, signed.length - length, bytes, bytes.length - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
