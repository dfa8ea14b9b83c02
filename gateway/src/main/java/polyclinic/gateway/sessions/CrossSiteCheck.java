package polyclinic.gateway.sessions;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/**
 * Whether a request with a session's cookie was made by our own pages. A browser sends the cookie whoever had it make the request; who
 * that was says {@code Origin} (or {@code Sec-Fetch-Site}), and what only our pages know is the session's token in {@code X-CSRF-Token}.
 * Both are asked for where something may change; a WebSocket can have no headers, so {@code Origin} alone tells whose it is.
 */
@Singleton
public class CrossSiteCheck {

    private static final CharSequence ORIGIN = HttpHeaders.createOptimized("origin");
    private static final CharSequence FETCH_SITE = HttpHeaders.createOptimized("sec-fetch-site");
    private static final CharSequence TOKEN = HttpHeaders.createOptimized("x-csrf-token");

    private static final String WEB_SOCKET = "websocket";

    /** RFC 9110, 9.2.1. */
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final PublicOrigins origins;

    CrossSiteCheck(PublicOrigins origins) {
        this.origins = origins;
    }

    /** Whether the request may be served in the session's name. */
    public boolean passes(HttpServerRequest request, BrowserSession session) {
        if (!SAFE.contains(request.method())) return isFromOurs(request) && hasToken(request, session);
        return !isWebSocket(request) || isFromOurs(request);
    }

    private boolean isFromOurs(HttpServerRequest request) {
        List<String> stated = request.headers().getAll(ORIGIN);
        if (stated.isEmpty()) return "same-origin".equals(request.headers().get(FETCH_SITE));
        return stated.size() == 1 && origins.contain(stated.get(0));
    }

    private static boolean hasToken(HttpServerRequest request, BrowserSession session) {
        List<String> sent = request.headers().getAll(TOKEN);
        return sent.size() == 1
                && MessageDigest.isEqual(
                        sent.get(0).getBytes(StandardCharsets.ISO_8859_1),
                        session.csrfToken().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean isWebSocket(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, WEB_SOCKET, true);
    }
}
