package polyclinic.gateway.identityprovider;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jose4j.jwk.JsonWebKey;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.clients.BoundedHttpClient;
import polyclinic.gateway.clients.HttpAnswer;
import polyclinic.gateway.clients.UrlForm;
import polyclinic.gateway.identityprovider.TokenChecks.UnknownKey;
import polyclinic.gateway.tls.ClientTrust;

/**
 * The identity provider, as the confidential client that the gateway is to it. What the provider refuses is a {@link GrantRefused},
 * a token that is not right a {@link TokenRefused}; every other failure means that it cannot be reached at the moment.
 */
@Singleton
public class OpenIdProvider {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final int MAX_ANSWER_BYTES = 256 * 1024;
    private static final int CONNECTIONS = 20;

    private final OpenIdClientConfig config;
    private final BoundedHttpClient client;
    private final ProviderKeys keys;
    private final Clock clock = Clock.systemUTC();
    private @Nullable Future<ProviderMetadata> metadata;
    private long discoveredNanos;

    @Inject
    OpenIdProvider(OpenIdClientConfig config, Vertx vertx, ClientTrust trust) {
        this(config, vertx, trust::identityProvider);
    }

    /** @param trust sets whom the client believes in its options */
    public OpenIdProvider(OpenIdClientConfig config, Vertx vertx, UnaryOperator<HttpClientOptions> trust) {
        this.config = config;
        client = new BoundedHttpClient(vertx, config.timeout(), MAX_ANSWER_BYTES, CONNECTIONS, trust);
        keys = new ProviderKeys(
                () -> metadata()
                        .compose(found -> client.get(found.keySet(), status -> status == 200))
                        .map(body -> body.toString(StandardCharsets.UTF_8)),
                config.keys());
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** Where a browser is sent to sign in; the parameters are added to those that the gateway has for every sign-in. */
    public Future<String> authorizationAddress(Map<String, String> parameters) {
        Map<String, String> own = Map.of("response_type", "code", "client_id", config.clientId(), "scope", "openid");
        return metadata().map(found -> {
            String address = found.authorizationEndpoint();
            return address + (address.contains("?") ? "&" : "?") + UrlForm.encode(own) + "&"
                    + UrlForm.encode(parameters);
        });
    }

    /** Whether an authorization response that says that it is of this issuer may be of ours (RFC 9207). */
    public Future<Boolean> isOurs(@Nullable String issuer) {
        return metadata().map(found -> issuer == null ? !found.namesItself() : issuer.equals(found.issuer()));
    }

    /** Redeems a code (RFC 6749, 4.1.3) with its verifier (RFC 7636). */
    public Future<ProviderTokens> redeem(String code, String verifier, String redirectUri) {
        return tokens(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                redirectUri,
                "code_verifier",
                verifier));
    }

    /** Gets new tokens for a refresh token (RFC 6749, 6), which is used up by that. */
    public Future<ProviderTokens> refresh(String refreshToken) {
        return tokens(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** Ends the provider's own session that the refresh token belongs to, so that the next sign-in asks for a password again. */
    public Future<Void> endSession(String refreshToken) {
        return metadata()
                .compose(found ->
                        client.post(found.endSessionEndpoint(), credentials(), Map.of("refresh_token", refreshToken)))
                .compose(answer ->
                        answer.status() < 300 ? Future.succeededFuture() : Future.failedFuture(failure(answer)));
    }

    /** Fails with {@link TokenRefused} for one that is not valid, or not for the sign-in with this nonce. */
    public Future<IdToken> verifyIdToken(@Nullable String token, String nonce) {
        if (token == null) return Future.failedFuture(new TokenRefused("there is none"));
        return verify((checks, known) -> checks.idToken(token, nonce, known));
    }

    /** Fails with {@link TokenRefused} for one that is not valid. */
    public Future<LogoutToken> verifyLogoutToken(String token) {
        return verify((checks, known) -> checks.logoutToken(token, known));
    }

    private interface Check<T> {
        T apply(TokenChecks checks, List<JsonWebKey> keys);
    }

    private <T> Future<T> verify(Check<T> check) {
        return metadata().compose(found -> {
            TokenChecks checks = new TokenChecks(found.issuer(), config.clientId());
            return keys.known()
                    .map(known -> check.apply(checks, known))
                    .recover(failure -> failure instanceof UnknownKey
                            ? keys.newer().map(newer -> check.apply(checks, newer))
                            : Future.failedFuture(failure))
                    .recover(failure -> Future.failedFuture(
                            failure instanceof UnknownKey
                                    ? new TokenRefused(Objects.requireNonNull(failure.getMessage()))
                                    : failure));
        });
    }

    private Future<ProviderTokens> tokens(Map<String, String> grant) {
        return metadata()
                .compose(found -> client.post(found.tokenEndpoint(), credentials(), grant))
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(ProviderTokens.of(new JsonObject(answer.body()), clock.instant()))
                        : Future.failedFuture(failure(answer)));
    }

    /** RFC 6749, 5.2: what the grant lacks is a client error that names itself; everything else is the provider's own trouble. */
    private static Throwable failure(HttpAnswer answer) {
        String error = error(answer);
        return answer.status() == 400 && "invalid_grant".equals(error)
                ? new GrantRefused(error)
                : new IllegalStateException("the identity provider answered " + answer.status() + " " + error);
    }

    private static String error(HttpAnswer answer) {
        try {
            Object error = new JsonObject(answer.body()).getValue("error");
            return error instanceof String text && text.matches("[a-z_]{1,40}") ? text : "";
        } catch (DecodeException notJson) {
            return "";
        }
    }

    /** RFC 6749, 2.3.1. */
    private Map<String, String> credentials() {
        String secret = config.clientSecret().orElseThrow(() -> new IllegalStateException("no client secret is set"));
        String pair = UrlForm.encode(config.clientId()) + ":" + UrlForm.encode(secret);
        return Map.of(
                "authorization",
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Whoever asks at the same time shares one request; one that failed is not kept. */
    private synchronized Future<ProviderMetadata> metadata() {
        Future<ProviderMetadata> known = metadata;
        boolean stale = System.nanoTime() - discoveredNanos > config.discovery().toNanos();
        if (known != null && !known.failed() && !(known.isComplete() && stale)) return known;
        discoveredNanos = System.nanoTime();
        Future<ProviderMetadata> discovered = client.get(config.provider() + DISCOVERY, status -> status == 200)
                .map(JsonObject::new)
                .map((Function<JsonObject, ProviderMetadata>) ProviderMetadata::of);
        // While the provider is away, what it said before still holds.
        metadata = known != null && known.succeeded() ? discovered.otherwise(known.result()) : discovered;
        return metadata;
    }
}
