package polyclinic.gateway.signin;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.sessionstore.SessionKey;

/**
 * A sign-in that is under way at the identity provider.
 *
 * @param browser the hash of the cookie of the browser that began it
 * @param nonce what the ID token must say (OpenID Connect Core 1.0, 3.1.2.1)
 * @param verifier what the code is redeemed with (RFC 7636)
 * @param redirectUri where the code comes to
 * @param previous the session that the browser had when it began; null without one. The browser does not show it when it comes back
 *     from another site
 */
record SignInAttempt(
        SessionKey browser,
        String nonce,
        String verifier,
        String redirectUri,
        ReturnPath returnPath,
        @Nullable SessionKey previous) {

    /** @param sessionSecret of the session that the browser has; null without one */
    static SignInAttempt begin(
            String browserSecret, String redirectUri, ReturnPath returnPath, @Nullable String sessionSecret) {
        return new SignInAttempt(
                SessionKey.of(browserSecret),
                SessionKey.newSecret(),
                SessionKey.newSecret(),
                redirectUri,
                returnPath,
                sessionSecret == null ? null : SessionKey.of(sessionSecret));
    }

    /** What the identity provider is shown of the verifier: its SHA-256 ({@code S256}). */
    String challenge() {
        return SessionKey.of(verifier).hash();
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("browser", browser.hash())
                .put("nonce", nonce)
                .put("verifier", verifier)
                .put("redirect", redirectUri)
                .put("return", returnPath.text())
                .put("previous", previous == null ? null : previous.hash());
    }

    static SignInAttempt of(JsonObject json) {
        String previous = json.getString("previous");
        return new SignInAttempt(
                new SessionKey(json.getString("browser")),
                json.getString("nonce"),
                json.getString("verifier"),
                json.getString("redirect"),
                new ReturnPath(json.getString("return")),
                previous == null ? null : new SessionKey(previous));
    }
}
