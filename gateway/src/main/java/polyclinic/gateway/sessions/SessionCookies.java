package polyclinic.gateway.sessions;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.sessionstore.SessionKey;

/**
 * The cookies by which a browser is known (RFC 6265bis): {@code __Host-} where people come by https, so that no other host of the
 * domain and no plain connection can set them. No script reads them. The session's is sent by pages of the same site alone; the one of
 * a sign-in that is under way has to come back from the identity provider.
 */
@Singleton
public class SessionCookies {

    private static final String HOST_PREFIX = "__Host-";

    private final boolean secure;
    private final String session;
    private final String signIn;

    SessionCookies(PublicOrigins origins) {
        secure = origins.areSecure();
        session = secure ? HOST_PREFIX + "session" : "session";
        signIn = secure ? HOST_PREFIX + "sign-in" : "sign-in";
    }

    /** The secret of the browser's session; null for none, for several and for what is none of ours. */
    public @Nullable String session(HttpServerRequest request) {
        return secret(request, session);
    }

    /** The secret that binds sign-ins to the browser that began them. */
    public @Nullable String signIn(HttpServerRequest request) {
        return secret(request, signIn);
    }

    public void setSession(HttpServerResponse response, String secret) {
        response.addCookie(cookie(session, secret, CookieSameSite.STRICT));
    }

    public void setSignIn(HttpServerResponse response, String secret, Duration time) {
        response.addCookie(cookie(signIn, secret, CookieSameSite.LAX).setMaxAge(time.toSeconds()));
    }

    /** Has the browser forget its session. */
    public void clearSession(HttpServerResponse response) {
        response.addCookie(cookie(session, "", CookieSameSite.STRICT).setMaxAge(0));
    }

    private Cookie cookie(String name, String value, CookieSameSite sameSite) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(sameSite);
    }

    private static @Nullable String secret(HttpServerRequest request, String name) {
        Set<Cookie> all = request.cookies(name);
        if (all.size() != 1) return null;
        String value = all.iterator().next().getValue();
        return SessionKey.isSecret(value) ? value : null;
    }
}
