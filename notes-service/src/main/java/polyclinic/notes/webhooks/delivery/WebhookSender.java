package polyclinic.notes.webhooks.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.webhooks.ledger.AttemptOutcome;

/**
 * Sends one request to a receiver, over a connection of its own. The status of the answer is all that counts: no redirect is followed, and
 * of a body no more is read than ends the exchange politely.
 */
@ApplicationScoped
class WebhookSender {
    private static final int MAX_BODY = 16 * 1024;
    private static final int GONE = 410;

    private final Vertx vertx;
    private final ReceiverAddresses addresses;
    private final boolean allowHttp;
    private final Duration connectTimeout;
    private final Duration timeout;
    private final HttpClient client;

    /** @param status of the answer, where there was one */
    record Result(AttemptOutcome outcome, @Nullable Integer status) {}

    WebhookSender(Vertx vertx, WebhookConfig config, ReceiverAddresses addresses) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.allowHttp = config.allowHttp();
        this.connectTimeout = config.connectTimeout();
        this.timeout = config.timeout();
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(config.atOnce())
                .setMaxRedirects(0)
                .setDecompressionSupported(false);
        config.ca().ifPresent(ca -> options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
        this.client = vertx.createHttpClient(options);
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /**
     * Never fails, and answers within the time limit.
     *
     * @param turn counts the attempts
     */
    Uni<Result> post(ReceiverUrl url, Map<String, String> headers, byte[] body, int turn) {
        // What was registered while it was allowed.
        if (!url.tls() && !allowHttp) return Uni.createFrom().item(new Result(AttemptOutcome.FORBIDDEN_ADDRESS, null));
        AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
        return addresses
                .find(url.host(), turn)
                .chain(address -> Uni.createFrom().completionStage(() -> post(url, address, headers, body, sent)
                        .toCompletionStage()))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .invoke(failure -> reset(sent.get()))
                .map(response -> new Result(outcome(response), response.statusCode()))
                .onFailure()
                .recoverWithItem(failure -> new Result(outcome(failure), null));
    }

    /** Connects to the address that was judged; the name goes into the request, and the certificate must be the name's. */
    private Future<HttpClientResponse> post(
            ReceiverUrl url,
            InetAddress address,
            Map<String, String> headers,
            byte[] body,
            AtomicReference<@Nullable HttpClientRequest> sent) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.target())
                .setFollowRedirects(false)
                .setConnectTimeout(connectTimeout.toMillis());
        headers.forEach(options::putHeader);
        return client.request(options).compose(request -> {
            sent.set(request);
            return request.send(Buffer.buffer(body)).onSuccess(response -> drop(request, response));
        });
    }

    private void drop(HttpClientRequest request, HttpClientResponse response) {
        long timer = vertx.setTimer(timeout.toMillis(), late -> request.reset());
        int[] read = new int[1];
        response.handler(part -> {
            read[0] += part.length();
            if (read[0] > MAX_BODY) request.reset();
        });
        response.exceptionHandler(broken -> vertx.cancelTimer(timer));
        response.endHandler(end -> vertx.cancelTimer(timer));
    }

    private static void reset(@Nullable HttpClientRequest request) {
        if (request != null) request.reset();
    }

    private static AttemptOutcome outcome(HttpClientResponse response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) return AttemptOutcome.DELIVERED;
        if (status >= 300 && status < 400) return AttemptOutcome.REDIRECTED;
        return status == GONE ? AttemptOutcome.GONE : AttemptOutcome.REFUSED;
    }

    private static AttemptOutcome outcome(Throwable failure) {
        if (failure instanceof ReceiverAddresses.Forbidden) return AttemptOutcome.FORBIDDEN_ADDRESS;
        if (failure instanceof UnknownHostException) return AttemptOutcome.UNKNOWN_HOST;
        if (failure instanceof SSLException) return AttemptOutcome.TLS_FAILED;
        if (failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException
                || failure instanceof ConnectException
                        && String.valueOf(failure.getMessage()).contains("timed out")) return AttemptOutcome.TIMED_OUT;
        return AttemptOutcome.UNREACHABLE;
    }
}
