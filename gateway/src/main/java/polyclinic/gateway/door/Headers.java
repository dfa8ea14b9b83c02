package polyclinic.gateway.door;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What crosses the door and what does not (RFC 9110, 7.6.1). */
final class Headers {

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("x-forwarded-host");
    private static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("x-forwarded-proto");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    private static final CharSequence TRACESTATE = HttpHeaders.createOptimized("tracestate");
    private static final CharSequence CHUNKED = HttpHeaders.createOptimized("chunked");

    /** Speak about one connection, or claim to know who the client is, or are answered by the gateway itself. */
    private static final Set<String> DROPPED_ON_THE_WAY_IN = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade",
            "http2-settings",
            "expect",
            "forwarded",
            "via",
            "cookie",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "x-original-url",
            "x-original-host",
            "x-rewrite-url",
            "x-http-method",
            "x-http-method-override",
            "x-method-override");

    /** Speak about one connection, or are the gateway's to say. */
    private static final Set<String> DROPPED_ON_THE_WAY_OUT = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "te",
            "trailer",
            "upgrade",
            "server",
            "via",
            "x-powered-by",
            "x-request-id",
            "traceparent",
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy",
            "content-security-policy",
            "cross-origin-resource-policy",
            "strict-transport-security",
            "ratelimit",
            "ratelimit-policy");

    private Headers() {}

    /** Null when the framing is sound; otherwise what is wrong with it, so that no two parties read it differently. */
    static Problem framing(HttpServerRequest request) {
        MultiMap headers = request.headers();
        List<String> encodings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!encodings.isEmpty()) {
            boolean soundChunks = encodings.size() == 1
                    && CHUNKED.toString().equalsIgnoreCase(encodings.get(0))
                    && request.version() == io.vertx.core.http.HttpVersion.HTTP_1_1
                    && !headers.contains(HttpHeaders.CONTENT_LENGTH);
            if (!soundChunks) return Problem.BAD_REQUEST;
        }
        if (headers.getAll(HttpHeaders.HOST).size() > 1 || request.authority() == null) return Problem.BAD_REQUEST;
        String expected = headers.get(HttpHeaders.EXPECT);
        if (expected != null && !expected.equalsIgnoreCase("100-continue")) return Problem.EXPECTATION_FAILED;
        return null;
    }

    static void towardsService(MultiMap headers, HttpServerRequest request, Visit visit) {
        dropListedInConnection(headers);
        boolean suspicious = false;
        for (Map.Entry<String, String> header : headers) {
            if (dropped(header.getKey())) {
                suspicious = true;
                break;
            }
        }
        if (suspicious) {
            for (String name : List.copyOf(headers.names())) if (dropped(name)) headers.remove(name);
        }
        headers.set(FORWARDED_FOR, visit.clientIp());
        headers.set(FORWARDED_HOST, request.authority().toString());
        headers.set(FORWARDED_PROTO, visit.scheme());
        headers.set(REQUEST_ID, visit.requestId());
        headers.set(TRACEPARENT, visit.traceparent());
        if (!visit.traceTakenOver()) headers.remove(TRACESTATE);
    }

    static void towardsClient(MultiMap headers, MultiMap already) {
        dropListedInConnection(headers);
        for (String name : DROPPED_ON_THE_WAY_OUT) headers.remove(name);
        if (headers.contains(HttpHeaders.CACHE_CONTROL)) already.remove(HttpHeaders.CACHE_CONTROL);
    }

    private static boolean dropped(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("x-forwarded") || DROPPED_ON_THE_WAY_IN.contains(lower);
    }

    private static void dropListedInConnection(MultiMap headers) {
        List<String> listed = headers.getAll(HttpHeaders.CONNECTION);
        if (listed.isEmpty()) return;
        for (String line : listed) {
            if (line.equalsIgnoreCase("keep-alive") || line.equalsIgnoreCase("close")) continue;
            for (String name : line.split(",")) {
                String stripped = name.strip();
                if (!stripped.isEmpty() && !essential(stripped)) headers.remove(stripped);
            }
        }
    }

    /** A client could otherwise make the gateway drop what the service judges by. */
    private static boolean essential(String name) {
        return name.equalsIgnoreCase("authorization")
                || name.equalsIgnoreCase("host")
                || name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("content-type")
                || name.equalsIgnoreCase("if-match")
                || name.equalsIgnoreCase("idempotency-key");
    }
}
