package polyclinic.gateway.callers;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A caller whose token has been verified.
 *
 * @param subject the token's {@code sub}
 * @param name as colleagues know them; null where the token says none
 * @param roles of the realm
 * @param patientId the patient whose account it is, or null
 * @param expiresAtMs when the token ends, in milliseconds since 1970
 * @param token to ask services in the caller's name
 */
public record SignedInCaller(
        String subject,
        @Nullable String name,
        Set<String> roles,
        @Nullable String patientId,
        long expiresAtMs,
        String token) {

    public boolean is(String role) {
        return roles.contains(role);
    }

    /** @param token whose signature has been verified */
    public static SignedInCaller of(String token) {
        String[] parts = token.split("\\.", 3);
        JsonObject claims = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        JsonArray roles = claims.getJsonObject("realm_access", new JsonObject()).getJsonArray("roles", new JsonArray());
        return new SignedInCaller(
                claims.getString("sub"),
                claims.getString("name", claims.getString("preferred_username")),
                roles.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet()),
                id(claims.getValue("patient_id")),
                claims.getLong("exp") * 1000,
                token);
    }

    private static @Nullable String id(@Nullable Object claim) {
        if (claim == null) return null;
        try {
            return UUID.fromString(String.valueOf(claim)).toString();
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
