package polyclinic.commons.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.Credential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Sha256;

/**
 * Quarkus' OIDC verifies a bearer token (signature, issuer, audience, times) the first time it is shown; the identity is
 * cached by the token's SHA-256, for {@code polyclinic.tokens.remembered} at most and never beyond the token's end.
 * Checking a signature anew for each request took a third of patient-service's CPU. A token that was refused is refused from
 * memory for {@code polyclinic.tokens.refusals-remembered}: whoever repeats it costs no more than the request itself.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class TokenCache implements HttpAuthenticationMechanism {
    private static final String SCHEME = "bearer ";
    private static final int MAX_TOKENS = 10_000;

    private final OidcAuthenticationMechanism oidc;
    private final Clock clock;
    private final Cache<ByteBuffer, Known> known;
    private final Cache<ByteBuffer, Boolean> refused;

    /** @param until the token's {@code exp} */
    private record Known(SecurityIdentity identity, Instant until) {}

    TokenCache(
            OidcAuthenticationMechanism oidc,
            Clock clock,
            @ConfigProperty(name = "polyclinic.tokens.remembered", defaultValue = "PT1M") Duration remembered,
            @ConfigProperty(name = "polyclinic.tokens.refusals-remembered", defaultValue = "PT10S")
                    Duration refusalsRemembered) {
        this.oidc = oidc;
        this.clock = clock;
        this.known = cache(remembered);
        this.refused = cache(refusalsRemembered);
    }

    private static <T> Cache<ByteBuffer, T> cache(Duration remembered) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_TOKENS)
                .expireAfterWrite(remembered)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        List<String> shown = request.request().headers().getAll("authorization");
        if (shown.size() > 1) return Uni.createFrom().failure(new AuthenticationFailedException("several credentials"));
        ByteBuffer key = shown.isEmpty() ? null : key(shown.get(0));
        if (key == null) return oidc.authenticate(request, identities);
        Known before = known.getIfPresent(key);
        if (before != null && clock.instant().isBefore(before.until()))
            return Uni.createFrom().item(before.identity());
        if (refused.getIfPresent(key) != null)
            return Uni.createFrom().failure(new AuthenticationFailedException("refused a moment ago"));
        return oidc.authenticate(request, identities)
                .invoke(identity -> remember(key, identity))
                .onFailure(AuthenticationFailedException.class)
                .invoke(failure -> refused.put(key, true));
    }

    private void remember(ByteBuffer key, SecurityIdentity identity) {
        if (identity == null || !(identity.getPrincipal() instanceof JsonWebToken token)) return;
        known.put(key, new Known(bare(identity), Instant.ofEpochSecond(token.getExpirationTime())));
    }

    /** Without its attributes: one of them is the request that it came with. */
    private static SecurityIdentity bare(SecurityIdentity identity) {
        var copy = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addRoles(identity.getRoles());
        for (Credential credential : identity.getCredentials()) copy.addCredential(credential);
        return copy.build();
    }

    /** Null unless it is a bearer token. */
    private static @Nullable ByteBuffer key(String credentials) {
        if (!credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return null;
        return ByteBuffer.wrap(Sha256.of(credentials.substring(SCHEME.length()).strip()));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return oidc.getChallenge(request);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return oidc.getCredentialTransport(request);
    }

    @Override
    public int getPriority() {
        return oidc.getPriority() + 1;
    }
}
