package polyclinic.gateway.proxy;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.bodies.BodyReader;
import polyclinic.gateway.bodies.BodyRefused;
import polyclinic.gateway.bodies.MinimumReadRate;
import polyclinic.gateway.bodies.RequestBodyStream;
import polyclinic.gateway.cache.CacheTurn;
import polyclinic.gateway.connections.ConnectionReset;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.RequestContext;
import polyclinic.gateway.filters.RequestFraming;
import polyclinic.gateway.hold.HeldWrite;
import polyclinic.gateway.openrequests.OpenUploads;
import polyclinic.gateway.upstreams.Replica;
import polyclinic.gateway.upstreams.Upstream;

/** One request sent to its upstream and one response sent back, both streamed at the slower side's pace. */
final class ProxyExchange {

    private static final Logger LOG = Logger.getLogger(ProxyExchange.class);

    /** RFC 9110, 9.2.2. */
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

    private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("Idempotency-Key");

    private static final long NO_TIMER = -1;

    /** A response up to this many bytes is soon in buffers as a whole, and gives its connection back. */
    private static final long UNWATCHED_BYTES = 64 * 1024;

    private final RoutingContext ctx;
    private final String caller;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Upstream upstream;
    private final String route;
    private final String uri;
    private final BodyReader bodies;
    private final OpenUploads uploads;
    private final HeldWrite write;
    private final CacheTurn cache;
    private final ConnectionClosingRequest client;
    /** A short body, read before the service is asked. */
    private @Nullable Buffer whole;
    /** A long body, on its way. */
    private @Nullable RequestBodyStream body;

    /** The replicas that did not answer. */
    private List<Replica> tried = List.of();

    private boolean retried;
    private boolean answered;
    private boolean late;
    private long timer = NO_TIMER;

    ProxyExchange(
            RoutingContext ctx,
            String caller,
            Upstream upstream,
            String route,
            BodyReader bodies,
            OpenUploads uploads,
            HeldWrite write,
            CacheTurn cache) {
        this.ctx = ctx;
        this.caller = caller;
        this.request = ctx.request();
        this.response = ctx.response();
        this.upstream = upstream;
        this.route = route;
        this.bodies = bodies;
        this.uploads = uploads;
        this.write = write;
        this.cache = cache;
        this.client = new ConnectionClosingRequest(request);
        this.uri = originForm(request);
    }

    void start() {
        write.await(this::admitted, this::busy);
    }

    private void busy() {
        refuse(GatewayProblem.BUSY, null);
    }

    private void admitted() {
        if (!RequestFraming.hasBody(request)) {
            write.begin(this::passOn, this::busy);
        } else if (bodies.isBuffered(upstream.maxBodyBytes(request.path()))) {
            readWhole();
        } else {
            GatewayProblem tooMany = uploads.enter(ctx, caller, upstream.name());
            if (tooMany != null) refuse(tooMany, null);
            else if (bodies.isShort(RequestFraming.declaredLength(request))) readWhole();
            else passOn();
        }
    }

    private void readWhole() {
        if (upstream.isAvailable()) {
            continueIfAsked();
            bodies.readWhole(ctx, caller, upstream.maxBodyBytes(request.path())).onComplete(this::received);
        } else {
            refuse(GatewayProblem.SERVICE_UNAVAILABLE, null);
        }
    }

    /** No connection to the service is taken before: they are few, and a client could hold them all by being slow. */
    private void received(AsyncResult<Buffer> result) {
        if (result.succeeded()) {
            whole = result.result();
            write.begin(this::passOn, this::busy);
        } else {
            refuse(problemOf(result.cause()), result.cause());
        }
    }

    private static GatewayProblem problemOf(Throwable cause) {
        return cause instanceof BodyRefused refused ? refused.problem() : GatewayProblem.INTERNAL_ERROR;
    }

    private void passOn() {
        Replica chosen = upstream.choose(tried);
        if (chosen == null) refuse(GatewayProblem.SERVICE_UNAVAILABLE, null);
        else if (whole == null && RequestFraming.hasBody(request) && upstream.isReplicated()) connectIfReady(chosen);
        else connect(chosen);
    }

    /** What is streamed cannot be asked of another afterwards, so one that may be about to end is not begun with. */
    private void connectIfReady(Replica chosen) {
        upstream.askReadiness(chosen).onComplete(asked -> {
            if (asked.succeeded()) {
                connect(chosen);
                return;
            }
            chosen.leaves();
            Replica ready = upstream.choose(List.of(chosen));
            connect(ready == null ? chosen : ready);
        });
    }

    private void connect(Replica replica) {
        upstream.connect(replica, request.method(), uri).onComplete(result -> connected(replica, result));
    }

    private void connected(Replica replica, AsyncResult<HttpClientRequest> result) {
        if (result.succeeded()) {
            send(replica, result.result());
            return;
        }
        replica.end();
        boolean overloaded = isOverloaded(result.cause());
        // It has received nothing, so whatever it was can be asked of another.
        Replica another = another(replica);
        if (another != null) {
            if (!overloaded) replica.failed();
            connect(another);
        } else if (!overloaded && mayAskOnceMore()) {
            askOnceMore(replica);
        } else {
            if (!overloaded) replica.failed();
            refuse(GatewayProblem.SERVICE_UNAVAILABLE, result.cause());
        }
    }

    /** Returns a replica that the request has not been to; null when there is none, or nobody to answer any more. */
    private @Nullable Replica another(Replica replica) {
        if (isOver()) return null;
        List<Replica> all = new ArrayList<>(tried);
        all.add(replica);
        tried = all;
        Replica another = upstream.choose(all);
        if (another != null) upstream.metrics().triedAgain();
        return another;
    }

    private boolean mayAskOnceMore() {
        return !retried && !late && !isOver() && isSafeToRepeat() && !RequestFraming.hasBody(request);
    }

    /** It may be starting again, or have closed a kept connection at the moment it was used (RFC 9112, 9.3.1). */
    private void askOnceMore(Replica replica) {
        retried = true;
        ctx.vertx().setTimer(upstream.retryDelayMs(), due -> connect(replica));
    }

    /** Whether it only had to wait for too long, which says nothing about the service's health. */
    private static boolean isOverloaded(Throwable cause) {
        return cause instanceof ConnectionPoolTooBusyException || cause instanceof TimeoutException;
    }

    /** Whether the client is gone, or has its answer because its body broke before anybody read it: no fault of the service. */
    private boolean isOver() {
        return response.ended() || response.closed();
    }

    private void send(Replica replica, HttpClientRequest outgoing) {
        if (isOver()) {
            outgoing.reset();
            replica.end();
            write.end();
            return;
        }
        // The response's future reports the failure; without a handler each broken stream would be logged as an error
        // as well.
        outgoing.exceptionHandler(reported -> {});
        ProxyRequest proxied = ProxyRequest.reverseProxy(client).setURI(uri).setAuthority(request.authority());
        ProxyHeaders.towardsService(proxied.headers(), request, RequestContext.of(ctx), upstream.forwardedProof());
        if (cache.isFilling()) proxied.headers().remove(HttpHeaders.IF_NONE_MATCH);
        if (whole != null) {
            proxied.setBody(Body.body(whole));
            startTimer(outgoing);
        } else if (RequestFraming.hasBody(request)) {
            proxied.setBody(requestBody(outgoing));
        } else {
            proxied.setBody(null);
            request.resume();
            startTimer(outgoing);
        }
        proxied.send(outgoing).onComplete(result -> answered(replica, outgoing, result));
    }

    private Body requestBody(HttpClientRequest outgoing) {
        continueIfAsked();
        long declared = RequestFraming.declaredLength(request);
        body = bodies.stream(request, upstream.maxBodyBytes(request.path()), write, () -> startTimer(outgoing));
        return Body.body(body, declared == RequestFraming.UNKNOWN_LENGTH ? -1 : declared);
    }

    private void continueIfAsked() {
        if (request.headers().contains(HttpHeaders.EXPECT)) response.writeContinue();
    }

    /** The service's time starts when it has the whole request, so that a slow client does not count against it. */
    private void startTimer(HttpClientRequest outgoing) {
        if (answered) return;
        timer = ctx.vertx().setTimer(upstream.responseTimeoutMs(), over -> {
            if (answered) return;
            late = true;
            outgoing.reset(0, new TimeoutException());
        });
    }

    private void answered(Replica replica, HttpClientRequest outgoing, AsyncResult<ProxyResponse> result) {
        if (timer != NO_TIMER) ctx.vertx().cancelTimer(timer);
        if (result.failed()) {
            replica.end();
            broken(replica, result.cause());
            return;
        }
        answered = true;
        write.end();
        ProxyResponse answer = result.result();
        replica.succeeded();
        if (answer.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) replica.leaves();
        if (answer.getStatusCode() < 200) {
            outgoing.reset();
            replica.end();
            refuse(GatewayProblem.BAD_GATEWAY, new IllegalStateException("status " + answer.getStatusCode()));
            return;
        }
        ProxyHeaders.towardsClient(answer.headers(), response.headers());
        int status = answer.getStatusCode();
        if (answer.getBody() != null
                && cache.keeps(status, answer.headers(), answer.getBody().length())) {
            keep(replica, outgoing, answer);
        } else if (cache.isChanging()) {
            Context own = ctx.vertx().getOrCreateContext();
            cache.settled(status).onComplete(told -> own.runOnContext(back -> passBack(replica, answer)));
        } else {
            passBack(replica, answer);
        }
    }

    /** An answer that is kept is small: it is read whole, so that a slow client keeps nobody waiting who wants the same. */
    private void keep(Replica replica, HttpClientRequest outgoing, ProxyResponse answer) {
        Buffer all = Buffer.buffer();
        long limit =
                ctx.vertx().setTimer(upstream.responseTimeoutMs(), late -> outgoing.reset(0, new TimeoutException()));
        answer.getBody().stream()
                .handler(all::appendBuffer)
                .exceptionHandler(broke -> {
                    ctx.vertx().cancelTimer(limit);
                    replica.end();
                    refuse(GatewayProblem.BAD_GATEWAY, broke);
                })
                .endHandler(end -> {
                    ctx.vertx().cancelTimer(limit);
                    replica.end();
                    ended(cache.keep(ctx, answer.headers(), all));
                })
                .resume();
    }

    private void passBack(Replica replica, ProxyResponse answer) {
        dropEmptyBody(answer);
        MinimumReadRate pace = watchReader(answer);
        Future<Void> sent = request.version() == HttpVersion.HTTP_1_0
                        && answer.getBody() != null
                        && answer.getBody().length() < 0
                ? sendUntilClose(answer)
                : answer.send();
        sent.onComplete(done -> {
            replica.end();
            if (pace != null) pace.stop();
            if (refusal() != null) request.connection().close();
            // Later, because the pipe that failed still looks at the response when this returns.
            if (done.failed()) ctx.vertx().runOnContext(later -> endWithConnection());
            ended(done.succeeded() ? answer.getStatusCode() : 0);
        });
    }

    /** The connection to the service is not free before the client has taken all but the last of the response. */
    private @Nullable MinimumReadRate watchReader(ProxyResponse answer) {
        Body sent = answer.getBody();
        if (sent == null || sent.length() >= 0 && sent.length() <= UNWATCHED_BYTES) return null;
        return bodies.watchReader(response, () -> ConnectionReset.of(request.connection()));
    }

    /**
     * When a connection closes while another request waits in its pipeline, Vert.x does not tell the response (a
     * NullPointerException keeps it from doing so), and whoever counts open requests would wait for it for ever.
     */
    private void endWithConnection() {
        boolean gone = request.connection() instanceof ConnectionBase connection
                && !connection.channel().isActive();
        if (gone && !response.ended() && !response.closed()) response.end();
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

    private void broken(Replica replica, Throwable cause) {
        GatewayProblem refusal = refusal();
        if (refusal != null) {
            refuse(refusal, null);
        } else if (client.isFailed() || isOver()) {
            answered = true;
            write.end();
            cache.settled(0);
            ended(0);
        } else {
            // Who has waited for the whole time limit does not wait for another.
            Replica another = !late && body == null && isSafeToRepeat() ? another(replica) : null;
            if (another == null && mayAskOnceMore()) {
                askOnceMore(replica);
                return;
            }
            replica.failed();
            if (another != null) connect(another);
            else refuse(late ? GatewayProblem.GATEWAY_TIMEOUT : GatewayProblem.BAD_GATEWAY, cause);
        }
    }

    private void refuse(GatewayProblem problem, @Nullable Throwable cause) {
        if (cause != null) LOG.debugf("%s: %s (%s)", upstream.name(), problem, cause.toString());
        answered = true;
        write.end();
        if (cache.isChanging() && problem.status() >= 500) {
            // A change whose answer is not known may have been made.
            Context own = ctx.vertx().getOrCreateContext();
            cache.settled(0).onComplete(told -> own.runOnContext(back -> problem.answer(ctx)));
        } else {
            problem.answer(ctx);
        }
        ended(problem.status());
    }

    private void ended(int status) {
        cache.end();
        if (body != null) body.stop();
        upstream.metrics()
                .ended(route, request.method(), status, RequestContext.of(ctx).startedNanos());
    }

    /** Returns what the client did wrong with a body that is on its way. */
    private @Nullable GatewayProblem refusal() {
        return body == null ? null : body.refusal();
    }

    /** Whether it takes effect once however often it is received: by its method, or by its key, which the services keep. */
    private boolean isSafeToRepeat() {
        return IDEMPOTENT.contains(request.method()) || request.headers().contains(IDEMPOTENCY_KEY);
    }

    /** A client may send the whole address (RFC 9112, 3.2.2); a service always receives the path. */
    private static String originForm(HttpServerRequest request) {
        String uri = request.uri();
        if (uri.charAt(0) == '/') return uri;
        String query = request.query();
        return query == null ? request.path() : request.path() + "?" + query;
    }
}
