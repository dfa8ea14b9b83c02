package polyclinic.gateway.tokens;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens with Quarkus OIDC (signature, issuer, audience, times). A result is cached by the token's hash for a
 * limited time and never beyond the token's expiry, because checking a signature costs more than everything else the
 * gateway does for a request. A refusal is cached for some seconds, so that a token that is sent again and again is
 * verified once.
 */
@Singleton
public class TokenVerifier {

    /** A request with an unknown token must not wait for an identity provider that hangs. */
    private static final Duration VERIFICATION_TIMEOUT = Duration.ofSeconds(5);

    private final IdentityProviderManager identities;
    private final Cache<TokenHash, VerifiedToken> cache;
    private final Cache<TokenHash, Boolean> refusals;
    private final Counter verifications;
    private final long maxAgeMs;
    private final Clock clock = Clock.systemUTC();

    TokenVerifier(IdentityProviderManager identities, TokenCacheConfig config, MeterRegistry metrics) {
        this.identities = identities;
        verifications = metrics.counter("gateway.tokens.verifications");
        maxAgeMs = config.maxAge().toMillis();
        cache = cache(config.size(), config.maxAge());
        refusals = cache(config.size(), config.refusals());
    }

    private static <T> Cache<TokenHash, T> cache(long size, Duration maxAge) {
        return Caffeine.newBuilder()
                .maximumSize(size)
                .expireAfterWrite(maxAge)
                .executor(Runnable::run)
                .build();
    }

    /** Returns null when the token is not in the cache, or no longer valid. */
    public @Nullable VerifiedToken cached(String token) {
        VerifiedToken verified = cache.getIfPresent(TokenHash.of(token));
        return verified == null || verified.validUntil() <= clock.millis() ? null : verified;
    }

    /** Whether the token was found invalid a moment ago. */
    public boolean isRefused(String token) {
        return refusals.getIfPresent(TokenHash.of(token)) != null;
    }

    /** Returns null when the token is not valid; fails when that could not be determined. */
    public Uni<@Nullable VerifiedToken> verify(String token, RoutingContext ctx) {
        verifications.increment();
        TokenAuthenticationRequest request = new TokenAuthenticationRequest(new AccessTokenCredential(token));
        HttpSecurityUtils.setRoutingContextAttribute(request, ctx);
        return identities
                .authenticate(request)
                .map(identity -> cache(token, identity))
                .ifNoItem()
                .after(VERIFICATION_TIMEOUT)
                .fail()
                .onFailure(AuthenticationFailedException.class)
                .recoverWithNull()
                .invoke(verified -> {
                    if (verified == null) refusals.put(TokenHash.of(token), true);
                });
    }

    private @Nullable VerifiedToken cache(String token, SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken claims) || claims.getSubject() == null) return null;
        long now = clock.millis();
        long expires = Instant.ofEpochSecond(claims.getExpirationTime()).toEpochMilli();
        VerifiedToken verified = new VerifiedToken(
                claims.getSubject(), TokenReach.of(claims.getRawToken()), Math.min(expires, now + maxAgeMs));
        if (expires > now) cache.put(TokenHash.of(token), verified);
        return verified;
    }
}
