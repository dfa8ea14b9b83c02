package polyclinic.gateway.clients;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Asks services and the identity provider for JSON documents, each within a time limit and a size limit. */
public final class BoundedHttpClient {

    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 10;
    /** Longer, or a connection might be closed in the moment in which it is used again. */
    private static final int IDLE_TIMEOUT_SECONDS = 15;

    private final Vertx vertx;
    private final long timeoutMs;
    private final int maxBytes;
    private final HttpClient client;

    /** @param trust sets whom the client believes in its options */
    public BoundedHttpClient(
            Vertx vertx,
            Duration timeout,
            int maxBytes,
            int connectionsPerHost,
            UnaryOperator<HttpClientOptions> trust) {
        this.vertx = vertx;
        this.timeoutMs = timeout.toMillis();
        this.maxBytes = maxBytes;
        client = vertx.createHttpClient(
                trust.apply(new HttpClientOptions()
                        .setConnectTimeout((int) timeoutMs)
                        .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
                        .setKeepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS)),
                new PoolOptions().setHttp1MaxSize(connectionsPerHost));
    }

    /** Returns the body of a response with an accepted status; fails when it is late, too large or of another status. */
    public Future<Buffer> get(String address, IntPredicate acceptedStatus) {
        return send(HttpMethod.GET, address, Map.of(), Buffer.buffer())
                .compose(answer -> acceptedStatus.test(answer.status())
                        ? Future.succeededFuture(answer.body())
                        : Future.failedFuture("status " + answer.status()));
    }

    /** Sends a form; returns the answer whatever its status is; fails when it is late or too large. */
    public Future<HttpAnswer> post(String address, Map<String, String> headers, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("content-type", "application/x-www-form-urlencoded");
        return send(HttpMethod.POST, address, all, Buffer.buffer(UrlForm.encode(form)));
    }

    private Future<HttpAnswer> send(HttpMethod method, String address, Map<String, String> headers, Buffer body) {
        Promise<HttpAnswer> promise = Promise.promise();
        long timer = vertx.setTimer(timeoutMs, late -> promise.tryFail("no answer in time"));
        client.request(new RequestOptions().setMethod(method).setAbsoluteURI(address))
                .compose(request -> {
                    promise.future().onFailure(late -> request.reset());
                    request.putHeader(HttpHeaders.ACCEPT, "application/json");
                    headers.forEach(request::putHeader);
                    return method == HttpMethod.GET ? request.send() : request.send(body);
                })
                .compose(response ->
                        BoundedBody.of(response, maxBytes).map(read -> new HttpAnswer(response.statusCode(), read)))
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    if (done.succeeded()) {
                        promise.tryComplete(done.result());
                    } else {
                        promise.tryFail(done.cause());
                    }
                });
        return promise.future();
    }

    public void close() {
        client.close();
    }
}
