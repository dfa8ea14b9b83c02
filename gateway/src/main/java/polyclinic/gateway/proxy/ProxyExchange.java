package polyclinic.gateway.proxy;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.RequestContext;
import polyclinic.gateway.filters.RequestFraming;

/** One request sent to its upstream and one response sent back, both streamed at the slower side's pace. */
final class ProxyExchange {

    private static final Logger LOG = Logger.getLogger(ProxyExchange.class);

    /** RFC 9110, 9.2.2. */
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

    private static final long NO_TIMER = -1;

    private final RoutingContext ctx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Upstream upstream;
    private final String uri;
    private @Nullable RequestBodyStream body;
    private boolean retried;
    private boolean answered;
    private boolean late;
    private long timer = NO_TIMER;

    ProxyExchange(RoutingContext ctx, Upstream upstream) {
        this.ctx = ctx;
        this.request = ctx.request();
        this.response = ctx.response();
        this.upstream = upstream;
        this.uri = originForm(request);
    }

    void start() {
        if (upstream.circuit.admits(System.nanoTime())) {
            connect();
        } else {
            refuse(GatewayProblem.SERVICE_UNAVAILABLE, null);
        }
    }

    private void connect() {
        upstream.connect(request.method(), uri).onComplete(this::connected);
    }

    private void connected(AsyncResult<HttpClientRequest> result) {
        if (result.succeeded()) {
            send(result.result());
        } else if (result.cause() instanceof ConnectionPoolTooBusyException) {
            refuse(GatewayProblem.SERVICE_UNAVAILABLE, result.cause());
        } else if (!retried && isRepeatable()) {
            retried = true;
            ctx.vertx().setTimer(upstream.retryDelayMs, due -> connect());
        } else {
            upstream.circuit.failed(System.nanoTime());
            refuse(GatewayProblem.SERVICE_UNAVAILABLE, result.cause());
        }
    }

    private void send(HttpClientRequest outgoing) {
        if (response.closed()) {
            outgoing.reset();
            return;
        }
        // The response's future reports the failure; without a handler each broken stream would be logged as an error
        // as well.
        outgoing.exceptionHandler(reported -> {});
        ProxyRequest proxied = ProxyRequest.reverseProxy(new ConnectionClosingRequest(request))
                .setURI(uri)
                .setAuthority(request.authority());
        ProxyHeaders.towardsService(proxied.headers(), request, RequestContext.of(ctx));
        if (RequestFraming.hasBody(request)) {
            proxied.setBody(requestBody(outgoing));
        } else {
            proxied.setBody(null);
            request.resume();
            startTimer(outgoing);
        }
        proxied.send(outgoing).onComplete(result -> answered(outgoing, result));
    }

    private Body requestBody(HttpClientRequest outgoing) {
        if (request.headers().contains(HttpHeaders.EXPECT)) response.writeContinue();
        long declared = RequestFraming.declaredLength(request);
        body = new RequestBodyStream(request, upstream.maxBodyBytes, () -> startTimer(outgoing));
        return Body.body(body, declared == RequestFraming.UNKNOWN_LENGTH ? -1 : declared);
    }

    /** The service's time starts when it has the whole request, so that a slow client does not count against it. */
    private void startTimer(HttpClientRequest outgoing) {
        if (answered) return;
        timer = ctx.vertx().setTimer(upstream.responseTimeoutMs, over -> {
            if (answered) return;
            late = true;
            outgoing.reset(0, new TimeoutException());
        });
    }

    private void answered(HttpClientRequest outgoing, AsyncResult<ProxyResponse> result) {
        answered = true;
        if (timer != NO_TIMER) ctx.vertx().cancelTimer(timer);
        if (result.failed()) {
            broken(result.cause());
            return;
        }
        ProxyResponse answer = result.result();
        upstream.circuit.succeeded();
        if (answer.getStatusCode() < 200) {
            outgoing.reset();
            refuse(GatewayProblem.BAD_GATEWAY, new IllegalStateException("status " + answer.getStatusCode()));
            return;
        }
        ProxyHeaders.towardsClient(answer.headers(), response.headers());
        dropEmptyBody(answer);
        Future<Void> sent = request.version() == HttpVersion.HTTP_1_0
                        && answer.getBody() != null
                        && answer.getBody().length() < 0
                ? sendUntilClose(answer)
                : answer.send();
        sent.onComplete(done -> {
            if (isBodyTooLarge()) request.connection().close();
            ended(done.succeeded() ? answer.getStatusCode() : 0);
        });
    }

    /** Without a length the proxy would announce chunks, which these responses must not have (RFC 9112, 6.1). */
    private static void dropEmptyBody(ProxyResponse answer) {
        boolean never = answer.getStatusCode() == 204 || answer.getStatusCode() == 304;
        if (never && answer.getBody().length() < 0) {
            answer.getBody().stream().resume();
            answer.setBody(null);
        }
    }

    /** HTTP/1.0 has no chunks: the end of the connection is the end of the body. */
    private Future<Void> sendUntilClose(ProxyResponse answer) {
        response.setStatusCode(answer.getStatusCode());
        answer.headers().remove(HttpHeaders.TRANSFER_ENCODING);
        response.headers().addAll(answer.headers());
        return answer.getBody().stream().pipe().endOnFailure(false).to(response).onComplete(done -> request.connection()
                .close());
    }

    private void broken(Throwable cause) {
        if (isBodyTooLarge()) {
            refuse(GatewayProblem.BODY_TOO_LARGE, null);
        } else if (response.closed()) {
            ended(0);
        } else {
            upstream.circuit.failed(System.nanoTime());
            refuse(late ? GatewayProblem.GATEWAY_TIMEOUT : GatewayProblem.BAD_GATEWAY, cause);
        }
    }

    private void refuse(GatewayProblem problem, @Nullable Throwable cause) {
        if (cause != null) LOG.debugf("%s: %s (%s)", upstream.name, problem, cause.toString());
        problem.answer(ctx);
        ended(problem.status());
    }

    private void ended(int status) {
        upstream.metrics.ended(status, RequestContext.of(ctx).startedNanos());
    }

    private boolean isBodyTooLarge() {
        return body != null && body.isTooLarge();
    }

    /** Whether the request is safe to repeat and can be sent again as a whole. */
    private boolean isRepeatable() {
        return !RequestFraming.hasBody(request) && !response.closed() && IDEMPOTENT.contains(request.method());
    }

    /** A client may send the whole address (RFC 9112, 3.2.2); a service always receives the path. */
    private static String originForm(HttpServerRequest request) {
        String uri = request.uri();
        if (uri.charAt(0) == '/') return uri;
        String query = request.query();
        return query == null ? request.path() : request.path() + "?" + query;
    }
}
