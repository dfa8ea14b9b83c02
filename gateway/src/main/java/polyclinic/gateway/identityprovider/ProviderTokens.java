package polyclinic.gateway.identityprovider;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the token endpoint gave.
 *
 * @param accessExpiresAt by the gateway's clock
 * @param refreshToken good once; null when there is none
 * @param idToken null after a refresh for which the provider made none
 */
public record ProviderTokens(
        String accessToken,
        Instant accessExpiresAt,
        @Nullable String refreshToken,
        @Nullable String idToken) {

    /** @throws IllegalArgumentException for an answer without an access token */
    static ProviderTokens of(JsonObject answer, Instant now) {
        if (!(answer.getValue("access_token") instanceof String access) || access.isEmpty())
            throw new IllegalArgumentException("the identity provider gave no access token");
        long seconds = answer.getValue("expires_in") instanceof Number number ? number.longValue() : 0;
        return new ProviderTokens(
                access, now.plusSeconds(seconds), answer.getString("refresh_token"), answer.getString("id_token"));
    }
}
