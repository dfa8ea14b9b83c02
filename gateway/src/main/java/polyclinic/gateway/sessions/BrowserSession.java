package polyclinic.gateway.sessions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.identityprovider.IdToken;
import polyclinic.gateway.identityprovider.ProviderTokens;
import polyclinic.gateway.sessionstore.SessionKey;

/**
 * One browser in which a person has signed in.
 *
 * @param id by which the person ends it; worth nothing as a credential
 * @param name by which the person signs in
 * @param providerSession the identity provider's own session; null when it names none
 * @param csrfToken what the page sends back in a header that no other site can set
 * @param endsAt the latest end
 * @param refreshToken null when the identity provider gave none: then it ends with the access token
 */
public record BrowserSession(
        UUID id,
        String subject,
        String name,
        List<String> roles,
        @Nullable String providerSession,
        String csrfToken,
        Instant createdAt,
        Instant endsAt,
        String address,
        String userAgent,
        String accessToken,
        Instant accessExpiresAt,
        @Nullable String refreshToken) {

    /** A session that begins now. */
    static BrowserSession of(
            UUID id,
            IdToken person,
            ProviderTokens tokens,
            Instant now,
            Instant endsAt,
            String address,
            String userAgent) {
        return new BrowserSession(
                id,
                person.subject(),
                person.name(),
                person.roles(),
                person.session(),
                SessionKey.newSecret(),
                now,
                endsAt,
                address,
                userAgent,
                tokens.accessToken(),
                tokens.accessExpiresAt(),
                tokens.refreshToken());
    }

    BrowserSession with(ProviderTokens tokens) {
        String next = tokens.refreshToken() == null ? refreshToken : tokens.refreshToken();
        return new BrowserSession(
                id,
                subject,
                name,
                roles,
                providerSession,
                csrfToken,
                createdAt,
                endsAt,
                address,
                userAgent,
                tokens.accessToken(),
                tokens.accessExpiresAt(),
                next);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("id", id.toString())
                .put("sub", subject)
                .put("name", name)
                .put("roles", new JsonArray(roles))
                .put("sid", providerSession)
                .put("csrf", csrfToken)
                .put("created", createdAt.toString())
                .put("ends", endsAt.toString())
                .put("address", address)
                .put("agent", userAgent)
                .put("access", accessToken)
                .put("expires", accessExpiresAt.toString())
                .put("refresh", refreshToken);
    }

    static BrowserSession of(JsonObject json) {
        return new BrowserSession(
                UUID.fromString(json.getString("id")),
                json.getString("sub"),
                json.getString("name"),
                json.getJsonArray("roles").stream().map(String::valueOf).toList(),
                json.getString("sid"),
                json.getString("csrf"),
                Instant.parse(json.getString("created")),
                Instant.parse(json.getString("ends")),
                json.getString("address"),
                json.getString("agent"),
                json.getString("access"),
                Instant.parse(json.getString("expires")),
                json.getString("refresh"));
    }
}
