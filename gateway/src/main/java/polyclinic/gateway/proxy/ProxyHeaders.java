package polyclinic.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import polyclinic.gateway.clientaddress.ForwardedProof;
import polyclinic.gateway.filters.RequestContext;

/** Which headers are forwarded, which are dropped and which are set (RFC 9110, 7.6.1). */
final class ProxyHeaders {

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final CharSequence FORWARDED_PROOF = HttpHeaders.createOptimized("x-forwarded-proof");
    private static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("x-forwarded-host");
    private static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("x-forwarded-proto");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");

    /** Hop-by-hop headers, headers that claim to identify the client, and headers that the gateway itself handles. */
    private static final Set<String> REQUEST_HEADERS_DROPPED = Set.of(
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
            "tracestate",
            "baggage",
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

    /**
     * Hop-by-hop headers, and headers that only the gateway sets. A service's Content-Security-Policy is not among them: it
     * stands beside the gateway's, and a browser obeys both, so what is stricter in either holds.
     */
    private static final Set<String> RESPONSE_HEADERS_DROPPED = Set.of(
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
            "cross-origin-resource-policy",
            "strict-transport-security",
            "ratelimit",
            "ratelimit-policy");

    private ProxyHeaders() {}

    static void towardsService(
            MultiMap headers, HttpServerRequest request, RequestContext context, ForwardedProof proof) {
        dropListedInConnection(headers);
        if (hasAnyToDrop(headers)) {
            for (String name : List.copyOf(headers.names())) if (isDropped(name)) headers.remove(name);
        }
        headers.set(FORWARDED_FOR, context.clientIp());
        String proven = proof.of(context.clientIp(), context.requestId());
        if (proven != null) headers.set(FORWARDED_PROOF, proven);
        headers.set(FORWARDED_HOST, request.authority().toString());
        headers.set(FORWARDED_PROTO, context.scheme());
        headers.set(REQUEST_ID, context.requestId());
        headers.set(TRACEPARENT, context.traceparent());
    }

    static void towardsClient(MultiMap headers, MultiMap response) {
        dropListedInConnection(headers);
        for (String name : RESPONSE_HEADERS_DROPPED) headers.remove(name);
        if (headers.contains(HttpHeaders.CACHE_CONTROL)) response.remove(HttpHeaders.CACHE_CONTROL);
    }

    /** Most requests have none, and looking is cheaper than copying their names. */
    private static boolean hasAnyToDrop(MultiMap headers) {
        for (Map.Entry<String, String> header : headers) if (isDropped(header.getKey())) return true;
        return false;
    }

    private static boolean isDropped(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("x-forwarded") || REQUEST_HEADERS_DROPPED.contains(lower);
    }

    private static void dropListedInConnection(MultiMap headers) {
        List<String> listed = headers.getAll(HttpHeaders.CONNECTION);
        if (listed.isEmpty()) return;
        for (String line : listed) {
            if (line.equalsIgnoreCase("keep-alive") || line.equalsIgnoreCase("close")) continue;
            for (String name : line.split(",")) {
                String stripped = name.strip();
                if (!stripped.isEmpty() && !isEssential(stripped)) headers.remove(stripped);
            }
        }
    }

    /** Otherwise a client could have the gateway drop a header that the service's decision depends on. */
    private static boolean isEssential(String name) {
        return name.equalsIgnoreCase("authorization")
                || name.equalsIgnoreCase("host")
                || name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("content-type")
                || name.equalsIgnoreCase("if-match")
                || name.equalsIgnoreCase("idempotency-key");
    }
}
