package polyclinic.gateway.filters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** The problems (RFC 9457) with which the gateway itself answers. Problems of services pass through unchanged. */
public enum GatewayProblem {
    BAD_REQUEST(400, "malformed-request", "The request is not well-formed HTTP."),
    INVALID_PATH(
            400, "invalid-path", "The path has dot segments, empty segments or characters that no path here contains."),
    UNAUTHORIZED(401, "unauthorized", "A valid bearer token is needed."),
    FORBIDDEN(403, "forbidden", "None of your roles has this operation."),
    INVALID_RETURN(400, "invalid-return", "A sign-in returns to a path of this site, beginning with one slash."),
    INVALID_SIGN_IN(
            400,
            "invalid-sign-in",
            "This sign-in is over, was used already, or was begun in another browser. Begin again at /login."),
    INVALID_LOGOUT_TOKEN(400, "invalid-logout-token", "The logout token is not valid here, or was used already."),
    CROSS_SITE_REQUEST(
            403,
            "cross-site-request",
            "A change in a browser's session needs the Origin of this site and the X-CSRF-Token that GET /api/v1/session gives."),
    ORIGIN_NOT_ALLOWED(403, "origin-not-allowed", "Pages of this origin may not call the API."),
    SIGN_IN_REFUSED(403, "sign-in-refused", "The identity provider did not let this person in."),
    NO_SESSION(404, "no-session", "This client has a token of its own and no browser session."),
    NOT_FOUND(404, "not-found", "There is nothing at this address."),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "This method is not supported."),
    REQUEST_TIMEOUT(408, "request-timeout", "The body came too slowly."),
    CHANGES_GONE(
            410,
            "changes-gone",
            "What followed this place is not kept any more. Read afresh what you keep, and go on without after."),
    BODY_TOO_LARGE(413, "too-large", "The body is larger than this address accepts."),
    URI_TOO_LONG(414, "uri-too-long", "The address is longer than 8192 characters."),
    EXPECTATION_FAILED(417, "expectation-failed", "Only 100-continue can be expected."),
    INVALID_INPUT(422, "invalid-input", "A parameter is not as the contract says."),
    TOO_MANY_STREAMS(429, "too-many-streams", "You have too many streams open. Close one before opening another."),
    RATE_LIMITED(429, "rate-limited", "Too many requests. Retry-After says when the next one is accepted."),
    TOO_MANY_OPEN_REQUESTS(
            429,
            "too-many-open-requests",
            "Too many requests are open at the same time. Finish one before beginning another."),
    HEADERS_TOO_LARGE(431, "headers-too-large", "The header fields are larger than 32 KiB."),
    INTERNAL_ERROR(500, "internal-error", "Something went wrong. Use the trace id to find it in the logs."),
    BAD_GATEWAY(
            502,
            "bad-gateway",
            "The connection to the service broke before it answered. The request may have taken effect: check before repeating it."),
    FEATURE_OFF(503, "feature-off", "This is switched off at the moment, by a flag."),
    BUSY(503, "busy", "Changes wait for a moment while a recovery point is made, and too many wait already."),
    SERVICE_UNAVAILABLE(503, "unavailable", "The service cannot be reached at the moment."),
    SIGN_IN_UNAVAILABLE(
            503, "sign-in-unavailable", "The identity provider cannot be reached, so the token could not be checked."),
    SESSIONS_UNAVAILABLE(
            503,
            "sessions-unavailable",
            "Browser sessions cannot be reached at the moment, so nobody can sign in. Clients with tokens of their own go on."),
    GATEWAY_TIMEOUT(
            504,
            "gateway-timeout",
            "The service did not answer in time. The request may have taken effect: check before repeating it.");

    /** An unread body up to this many bytes is read to its end, so that the connection can be used again. */
    private static final long MAX_DRAINED_BYTES = 64 * 1024;

    /** How long a client may go on sending a refused body before the connection is closed. */
    private static final long LINGER_TIMEOUT_MS = 2_000;

    /** Seconds after which a service that is unavailable may be tried again. */
    private static final String RETRY_AFTER_SECONDS = "2";

    /** Seconds after which what somebody has switched off may be on again. */
    private static final String RETRY_OFF_AFTER_SECONDS = "30";

    /** Seconds after which one of the caller's own requests may have ended. */
    private static final String RETRY_OWN_AFTER_SECONDS = "1";

    private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("www-authenticate");
    private static final int MAX_INSTANCE_LENGTH = 200;

    private final int status;
    private final String slug;
    private final String title;
    private final String detail;
    private final Counter answered;

    GatewayProblem(int status, String slug, String detail) {
        this.status = status;
        this.slug = slug;
        this.title = slug.substring(0, 1).toUpperCase(Locale.ROOT)
                + slug.substring(1).replace('-', ' ');
        this.detail = detail;
        this.answered = Counter.builder("gateway.refused")
                .description("Requests that the gateway answered itself with this problem")
                .tag("problem", slug)
                .register(Metrics.globalRegistry);
    }

    public String slug() {
        return slug;
    }

    public int status() {
        return status;
    }

    /** Responds with this problem, or closes the connection when a response has already begun. */
    public void answer(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        if (response.ended() || response.closed()) return;
        HttpServerRequest request = ctx.request();
        if (response.headWritten()) {
            request.connection().close();
            return;
        }
        answered.increment();
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE);
        if (this == UNAUTHORIZED) {
            response.putHeader(
                    CHALLENGE,
                    request.headers().contains(HttpHeaders.AUTHORIZATION)
                            ? "Bearer realm=\"polyclinic\", error=\"invalid_token\""
                            : "Bearer realm=\"polyclinic\"");
        } else if (status == 503 && !response.headers().contains(HttpHeaders.RETRY_AFTER)) {
            response.putHeader(
                    HttpHeaders.RETRY_AFTER, this == FEATURE_OFF ? RETRY_OFF_AFTER_SECONDS : RETRY_AFTER_SECONDS);
        } else if (this == TOO_MANY_OPEN_REQUESTS || this == TOO_MANY_STREAMS) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_OWN_AFTER_SECONDS);
        }
        boolean linger = !request.isEnded() && (UnparsedRequest.is(ctx) || isUnreadBodyLong(request));
        if (linger) response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Future<Void> sent = response.end(body(ctx).toBuffer());
        if (linger) {
            sent.onComplete(done -> closeAfterRest(ctx.vertx(), request));
        } else {
            request.resume();
        }
    }

    private boolean isUnreadBodyLong(HttpServerRequest request) {
        return RequestFraming.hasBody(request)
                && (this == REQUEST_TIMEOUT || RequestFraming.declaredLength(request) > MAX_DRAINED_BYTES);
    }

    /**
     * Closing while the client still sends would reset the connection and could destroy the response in transit
     * (RFC 9112, 9.6), so the rest is read and dropped for a moment.
     */
    private static void closeAfterRest(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        long timer =
                vertx.setTimer(LINGER_TIMEOUT_MS, late -> request.connection().close());
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.handler(dropped -> {});
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
        request.resume();
    }

    private JsonObject body(RoutingContext ctx) {
        String path = ctx.request().path();
        JsonObject json = new JsonObject()
                .put("type", "urn:polyclinic:problem:" + slug)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        if (path != null && !UnparsedRequest.is(ctx)) {
            json.put("instance", path.length() > MAX_INSTANCE_LENGTH ? path.substring(0, MAX_INSTANCE_LENGTH) : path);
        }
        RequestContext context = RequestContext.find(ctx);
        if (context != null) json.put("traceId", context.traceId());
        return json;
    }
}
