package polyclinic.gateway.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import polyclinic.gateway.clientaddress.ForwardedProof;
import polyclinic.gateway.proxy.UpstreamsConfig.UpstreamConfig;

/** One service behind the gateway: its keep-alive connections, its limits and its circuit breaker. */
final class Upstream {

    private static final int MAX_HEADER_BYTES = 32 * 1024;

    final String name;
    final long maxBodyBytes;
    final long responseTimeoutMs;
    final long retryDelayMs;
    private final long waitTimeMs;
    final CircuitBreaker circuit;
    final ForwardedProof forwardedProof;
    final UpstreamMetrics metrics;
    private final HttpClient client;
    private final String host;
    private final int port;

    Upstream(
            String name,
            UpstreamConfig config,
            ProxyConfig proxy,
            ForwardedProof forwardedProof,
            Vertx vertx,
            UnaryOperator<HttpClientOptions> trust,
            MeterRegistry registry) {
        URI url = config.url();
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "polyclinic.gateway.upstreams." + name + ".url is not an http(s) address: " + url);
        }
        boolean tls = "https".equals(url.getScheme());
        this.name = name;
        this.forwardedProof = forwardedProof;
        this.host = url.getHost();
        this.port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        this.maxBodyBytes = config.maxBody().asLongValue();
        this.responseTimeoutMs = config.responseTimeout().toMillis();
        this.waitTimeMs = Math.max(1, Math.min(proxy.waitTime().toMillis(), responseTimeoutMs));
        this.retryDelayMs = Math.max(1, proxy.retryDelay().toMillis());
        this.circuit =
                new CircuitBreaker(proxy.circuitFailures(), proxy.circuitOpen().toNanos());
        this.metrics = new UpstreamMetrics(registry, name, circuit);
        this.client = vertx.createHttpClient(
                trust.apply(options(proxy, tls)), new PoolOptions().setHttp1MaxSize(proxy.connections()));
    }

    private static HttpClientOptions options(ProxyConfig proxy, boolean tls) {
        return new HttpClientOptions()
                .setSsl(tls)
                .setVerifyHost(tls)
                .setKeepAlive(true)
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setTcpNoDelay(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setConnectTimeout((int) proxy.connectTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) proxy.idleTimeout().toMillis())
                .setMaxWaitQueueSize(proxy.waiting());
    }

    /** Fails with a {@link java.util.concurrent.TimeoutException} when no connection comes free in time. */
    Future<HttpClientRequest> connect(HttpMethod method, String uri) {
        return client.request(new RequestOptions()
                .setMethod(method)
                .setHost(host)
                .setPort(port)
                .setURI(uri)
                .setConnectTimeout(waitTimeMs));
    }

    void close() {
        client.close();
    }
}
