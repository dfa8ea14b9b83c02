package polyclinic.gateway.tokens;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The token in a request's Authorization header (RFC 6750, 2.1). */
public final class BearerToken {

    private static final String SCHEME = "bearer ";
    private static final int MAX_HEADER_LENGTH = 16 * 1024;

    private BearerToken() {}

    /** Returns null without a token, with another scheme, and with several headers. */
    public static @Nullable String of(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (headers.size() != 1) return null;
        String header = headers.get(0);
        if (header.length() > MAX_HEADER_LENGTH || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : token;
    }
}
