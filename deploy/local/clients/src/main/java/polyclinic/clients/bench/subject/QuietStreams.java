package polyclinic.clients.bench.subject;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;

/** Streams of the live feed that stay open and on which nothing is told but heartbeats, each on a connection of its own. */
public final class QuietStreams implements AutoCloseable {
    /** A topic on which nothing happens as long as nobody works. */
    private static final String PATH = "/api/v1/stream?present=false&topics=alerts";

    private static final int PORTION = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final RequestOptions request;
    private final AtomicInteger opened = new AtomicInteger();
    /** Why a stream was not opened → how many. */
    private final Map<String, Integer> refusals = new ConcurrentSkipListMap<>();

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    private QuietStreams(Vertx vertx, Clinic clinic, int count) {
        HttpClientOptions options = new HttpClientOptions().setMaxPoolSize(count);
        String authority = clinic.value("POLYCLINIC_TLS_CA", "");
        if (!authority.isEmpty()) options.setTrustOptions(new PemTrustOptions().addCertPath(authority));
        client = vertx.createHttpClient(options);
        URI gateway = URI.create(clinic.gateway());
        request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setSsl(gateway.getScheme().equals("https"))
                .setURI(PATH);
    }

    /**
     * Opens all of them, some at a time.
     *
     * @throws CheckFailed when one is refused
     */
    public static QuietStreams open(Vertx vertx, Clinic clinic, CallerTokens callers, int count) {
        QuietStreams streams = new QuietStreams(vertx, clinic, count);
        for (int from = 0; from < count; from += PORTION) {
            int to = Math.min(count, from + PORTION);
            for (int n = from; n < to; n++) streams.open(callers.bearer(n));
            Poller.until(
                    TIMEOUT,
                    () -> streams.opened.get() + streams.refused.get() == to ? true : null,
                    () -> streams.opened.get() + " of " + to + " streams were opened");
        }
        if (streams.refused.get() == 0) return streams;
        streams.close();
        throw new CheckFailed(streams.refused.get() + " of " + count + " streams were refused: " + streams.refusals);
    }

    /** Returns how many have ended although nobody closed them. */
    public int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        client.close();
    }

    private void open(String bearer) {
        client.request(new RequestOptions(request))
                .compose(stream -> stream.putHeader("Authorization", bearer).send())
                .compose(this::keep)
                .onFailure(failure -> {
                    refusals.merge(String.valueOf(failure.getMessage()), 1, Integer::sum);
                    refused.incrementAndGet();
                });
    }

    private Future<Void> keep(HttpClientResponse response) {
        if (response.statusCode() != 200) return Future.failedFuture("status " + response.statusCode());
        response.handler(heartbeat -> {});
        response.endHandler(end -> ended.incrementAndGet());
        response.exceptionHandler(broken -> ended.incrementAndGet());
        opened.incrementAndGet();
        return Future.succeededFuture();
    }
}
