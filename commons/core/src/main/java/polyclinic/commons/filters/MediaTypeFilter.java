package polyclinic.commons.filters;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotSupportedException;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * A body says what it is, in one media type (RFC 9110 §8.3), or is refused with 415. JAX-RS would take a body without a type, or of
 * a type with a star in it, for whatever the operation wants; and a page in a browser can send that to another site without asking
 * (Fetch, simple requests), where it cannot send JSON.
 *
 * <p>An {@code Accept} that is none is as good as no one (§12.5.1), and no failure of ours.
 */
class MediaTypeFilter {
    private static final int MAX_LENGTH = 300;
    private static final String TOKEN = "[!#$%&'+.^_`|~0-9A-Za-z-]+";
    private static final String PARAMETERS =
            "(\\s*;\\s*(" + TOKEN + "=(" + TOKEN + "|\"([^\"\\\\]|\\\\.)*\"))?)*\\s*";
    private static final Pattern MEDIA_TYPE = Pattern.compile(TOKEN + "/" + TOKEN + PARAMETERS);
    private static final Pattern MEDIA_RANGE =
            Pattern.compile("\\s*(\\*/\\*|" + TOKEN + "/(\\*|" + TOKEN + "))" + PARAMETERS);

    @ServerRequestFilter(preMatching = true)
    public void check(HttpServerRequest request) {
        List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
        if (types.isEmpty() ? hasBody(request) : types.size() > 1 || !isMediaType(types.get(0)))
            throw new NotSupportedException();
        if (!request.headers().getAll(HttpHeaders.ACCEPT).stream().allMatch(MediaTypeFilter::isAccept))
            request.headers().remove(HttpHeaders.ACCEPT);
    }

    static boolean isMediaType(String text) {
        return text.length() <= MAX_LENGTH && MEDIA_TYPE.matcher(text.strip()).matches();
    }

    static boolean isAccept(String text) {
        if (text.length() > MAX_LENGTH) return false;
        for (String range : text.split(",", -1))
            if (!MEDIA_RANGE.matcher(range).matches()) return false;
        return true;
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }
}
