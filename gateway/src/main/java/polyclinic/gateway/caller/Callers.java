package polyclinic.gateway.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;
import polyclinic.gateway.GatewayConfig;

/**
 * Who holds this token? Quarkus' OIDC verifies it (signature, issuer, audience, times); the answer is remembered by the
 * token's hash for a while and never beyond its expiry, because checking a signature costs more than all the rest of a
 * request here.
 */
@Singleton
public class Callers {

    /** Refusing an unknown token must not wait for an identity provider that hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String SCHEME = "bearer ";
    private static final int LONGEST_TOKEN = 16 * 1024;

    private final IdentityProviderManager identities;
    private final Cache<TokenKey, Caller> known;
    private final long maxAgeMillis;
    private final Clock clock = Clock.systemUTC();

    Callers(IdentityProviderManager identities, GatewayConfig config) {
        this.identities = identities;
        maxAgeMillis = config.tokenCache().maxAge().toMillis();
        known = Caffeine.newBuilder()
                .maximumSize(config.tokenCache().size())
                .expireAfterWrite(config.tokenCache().maxAge())
                .executor(Runnable::run)
                .build();
    }

    /** The one bearer token that the request shows, or null: none, another scheme, or several. */
    public static String token(RoutingContext ctx) {
        List<String> headers = ctx.request().headers().getAll("authorization");
        if (headers.size() != 1) return null;
        String header = headers.get(0);
        if (header.length() > LONGEST_TOKEN || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return null;
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : token;
    }

    /** Without any asking; null when the token is not known (any more). */
    public Caller known(String token) {
        Caller caller = known.getIfPresent(TokenKey.of(token));
        return caller == null || caller.validUntil() <= clock.millis() ? null : caller;
    }

    /**
     * @return the caller; null when the token is not valid; a failure when that could not be found out
     */
    public Uni<Caller> verify(String token, RoutingContext ctx) {
        TokenAuthenticationRequest request = new TokenAuthenticationRequest(new AccessTokenCredential(token));
        HttpSecurityUtils.setRoutingContextAttribute(request, ctx);
        return identities
                .authenticate(request)
                .map(identity -> remember(token, identity))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure(AuthenticationFailedException.class)
                .recoverWithNull();
    }

    private Caller remember(String token, SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken claims) || claims.getSubject() == null) return null;
        long now = clock.millis();
        long expires = Instant.ofEpochSecond(claims.getExpirationTime()).toEpochMilli();
        Caller caller = new Caller(claims.getSubject(), Math.min(expires, now + maxAgeMillis));
        if (expires > now) known.put(TokenKey.of(token), caller);
        return caller;
    }
}
