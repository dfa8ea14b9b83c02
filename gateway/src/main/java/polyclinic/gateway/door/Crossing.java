package polyclinic.gateway.door;

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
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** One request carried to its service and one answer carried back, both streamed at the slower side's pace. */
final class Crossing {

    private static final Logger LOG = Logger.getLogger(Crossing.class);

    private final Crossings crossings;
    private final RoutingContext ctx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Upstream upstream;
    private final String uri;
    private HttpClientRequest outgoing;
    private Body body;
    private boolean retried;
    private boolean answered;
    private boolean late;
    private long timer = -1;

    Crossing(Crossings crossings, RoutingContext ctx, Upstream upstream) {
        this.crossings = crossings;
        this.ctx = ctx;
        this.request = ctx.request();
        this.response = ctx.response();
        this.upstream = upstream;
        this.uri = originForm(request);
    }

    void connect() {
        upstream.connect(request.method(), uri).onComplete(this::connected);
    }

    private void connected(AsyncResult<HttpClientRequest> result) {
        if (result.succeeded()) {
            send(result.result());
        } else if (result.cause() instanceof ConnectionPoolTooBusyException) {
            refuse(Problem.SERVICE_UNAVAILABLE, result.cause());
        } else if (!retried && repeatable()) {
            retried = true;
            crossings.vertx.setTimer(crossings.retryDelayMillis, due -> connect());
        } else {
            upstream.circuit.failed(System.nanoTime());
            refuse(Problem.SERVICE_UNAVAILABLE, result.cause());
        }
    }

    private void send(HttpClientRequest connected) {
        if (response.closed()) {
            connected.reset();
            return;
        }
        outgoing = connected;
        // The outcome is heard of by the answer's future; without a handler each broken stream is logged as an error,
        // too.
        connected.exceptionHandler(known -> {});
        ProxyRequest proxied =
                ProxyRequest.reverseProxy(new Incoming(request)).setURI(uri).setAuthority(request.authority());
        Headers.towardsService(proxied.headers(), request, Visit.of(ctx));
        if (Body.of(request)) {
            if (request.headers().contains(HttpHeaders.EXPECT)) response.writeContinue();
            long declared = Body.declared(request);
            body = new Body(request, upstream.maxBody, this::startTimer);
            proxied.setBody(io.vertx.httpproxy.Body.body(body, declared == Long.MAX_VALUE ? -1 : declared));
        } else {
            proxied.setBody(null);
            request.resume();
            startTimer();
        }
        proxied.send(connected).onComplete(this::answered);
    }

    /** The service's time begins when it has the whole request; a slow client is not its fault. */
    private void startTimer() {
        if (answered) return;
        timer = crossings.vertx.setTimer(upstream.responseTimeoutMillis, over -> {
            if (answered) return;
            late = true;
            outgoing.reset(0, new TimeoutException());
        });
    }

    private void answered(AsyncResult<ProxyResponse> result) {
        answered = true;
        if (timer != -1) crossings.vertx.cancelTimer(timer);
        if (result.failed()) {
            broken(result.cause());
            return;
        }
        ProxyResponse answer = result.result();
        upstream.circuit.succeeded();
        if (answer.getStatusCode() < 200) {
            outgoing.reset();
            refuse(Problem.BAD_GATEWAY, new IllegalStateException("unasked-for status " + answer.getStatusCode()));
            return;
        }
        Headers.towardsClient(answer.headers(), response.headers());
        dropEmptyBody(answer);
        Future<Void> sent = request.version() == HttpVersion.HTTP_1_0
                        && answer.getBody() != null
                        && answer.getBody().length() < 0
                ? sendUntilClose(answer)
                : answer.send();
        sent.onComplete(done -> {
            if (body != null && body.tooLarge()) request.connection().close();
            crossings.ended(ctx, upstream, done.succeeded() ? answer.getStatusCode() : 0);
        });
    }

    /** Without a length the proxy would announce chunks, which these answers must not have (RFC 9112, 6.1). */
    private static void dropEmptyBody(ProxyResponse answer) {
        boolean never = answer.getStatusCode() == 204 || answer.getStatusCode() == 304;
        if (never && answer.getBody().length() < 0) {
            answer.getBody().stream().resume();
            answer.setBody(null);
        }
    }

    /** HTTP/1.0 knows no chunks: the end of the connection is the end of the body. */
    private Future<Void> sendUntilClose(ProxyResponse answer) {
        response.setStatusCode(answer.getStatusCode());
        answer.headers().remove(HttpHeaders.TRANSFER_ENCODING);
        response.headers().addAll(answer.headers());
        return answer.getBody().stream().pipe().endOnFailure(false).to(response).onComplete(done -> request.connection()
                .close());
    }

    private void broken(Throwable cause) {
        if (body != null && body.tooLarge()) {
            refuse(Problem.BODY_TOO_LARGE, null);
        } else if (response.closed()) {
            crossings.ended(ctx, upstream, 0);
        } else {
            upstream.circuit.failed(System.nanoTime());
            refuse(late ? Problem.GATEWAY_TIMEOUT : Problem.BAD_GATEWAY, cause);
        }
    }

    private void refuse(Problem problem, Throwable cause) {
        if (cause != null) LOG.debugf("%s: %s (%s)", upstream.name, problem, cause.toString());
        problem.answer(ctx);
        crossings.ended(ctx, upstream, problem.status());
    }

    /** Only what changes nothing and can be sent again whole. */
    private boolean repeatable() {
        HttpMethod method = request.method();
        return !Body.of(request)
                && !response.closed()
                && (method == HttpMethod.GET
                        || method == HttpMethod.HEAD
                        || method == HttpMethod.OPTIONS
                        || method == HttpMethod.PUT
                        || method == HttpMethod.DELETE);
    }

    /** A client may name the whole address (RFC 9112, 3.2.2); a service is always told the path. */
    private static String originForm(HttpServerRequest request) {
        String uri = request.uri();
        if (uri.charAt(0) == '/') return uri;
        String query = request.query();
        return query == null ? request.path() : request.path() + "?" + query;
    }
}
