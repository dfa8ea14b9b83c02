package polyclinic.commons.filters;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    private static final String PARAMETERS = "(\\s*;\\s*(" + TOKEN + "=(" + TOKEN + "|\"([^\"\\\\]|\\\\.)*\"))?)*\\s*";
    private static final Pattern MEDIA_TYPE = Pattern.compile(TOKEN + "/" + TOKEN + PARAMETERS);
    private static final Pattern MEDIA_RANGE =
            Pattern.compile("\\s*(\\*/\\*|" + TOKEN + "/(\\*|" + TOKEN + "))" + PARAMETERS);

    private static final Set<String> JSON_RANGES = Set.of("*/*", "application/*", MediaType.APPLICATION_JSON);

    @ServerRequestFilter(preMatching = true)
    public void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
        if (types.isEmpty() ? hasBody(request) : types.size() > 1 || !isMediaType(types.get(0)))
            throw new NotSupportedException();
        if (!types.isEmpty()) request.headers().set(HttpHeaders.CONTENT_TYPE, withoutBlanks(types.get(0)));
        if (!request.headers().getAll(HttpHeaders.ACCEPT).stream().allMatch(MediaTypeFilter::isAccept))
            request.headers().remove(HttpHeaders.ACCEPT);
    }

    /**
     * An operation that does not say otherwise takes JSON. Left to itself RESTEasy makes a body of one text out of plain text, which a
     * page in a browser can send to another site without asking, and fails where it may not.
     */
    @ServerRequestFilter
    public void takeJson(ResourceInfo operation, RoutingContext context) {
        if (operation.getResourceMethod().isAnnotationPresent(Consumes.class)
                || operation.getResourceClass().isAnnotationPresent(Consumes.class)) return;
        HttpServerRequest request = context.request();
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || isJson(type)) return;
        if (hasBody(request)) throw new NotSupportedException();
        // It is the type of nothing.
        request.headers().remove(HttpHeaders.CONTENT_TYPE);
    }

    static boolean isJson(String type) {
        String plain = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        return plain.equals(MediaType.APPLICATION_JSON) || plain.startsWith("application/") && plain.endsWith("+json");
    }

    /**
     * An operation that does not say otherwise answers in JSON, or with 406 to who does not take it (§12.5.1). Left to itself RESTEasy
     * looks for something that writes what a browser asks for first, and finds {@code toString}.
     */
    @ServerRequestFilter
    public void answerInJson(ResourceInfo operation, RoutingContext context) {
        if (operation.getResourceMethod().isAnnotationPresent(Produces.class)
                || operation.getResourceClass().isAnnotationPresent(Produces.class)) return;
        List<String> accepted = context.request().headers().getAll(HttpHeaders.ACCEPT);
        if (accepted.isEmpty()) return;
        if (accepted.stream().noneMatch(MediaTypeFilter::takesJson)) throw new NotAcceptableException();
        context.request().headers().set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
    }

    static boolean takesJson(String accept) {
        return Arrays.stream(accept.split(","))
                .map(range -> range.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                .anyMatch(JSON_RANGES::contains);
    }

    static boolean isMediaType(String text) {
        return text.length() <= MAX_LENGTH && MEDIA_TYPE.matcher(text.strip()).matches();
    }

    /** Blanks may stand around a semicolon (RFC 9110 §5.6.6), and RESTEasy does not expect them before one. */
    static String withoutBlanks(String type) {
        int semicolon = type.indexOf(';');
        return semicolon < 0 ? type.strip() : type.substring(0, semicolon).strip() + type.substring(semicolon);
    }

    static boolean isAccept(String text) {
        if (text.length() > MAX_LENGTH) return false;
        for (String range : text.split(",", -1)) if (!MEDIA_RANGE.matcher(range).matches()) return false;
        return true;
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }
}
