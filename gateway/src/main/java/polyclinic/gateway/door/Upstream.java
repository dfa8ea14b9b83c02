package polyclinic.gateway.door;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import polyclinic.gateway.GatewayConfig;

/** One service as the door sees it: its keep-alive connections, its limits and its circuit. */
final class Upstream {

    final String name;
    final long maxBody;
    final long responseTimeoutMillis;
    final Circuit circuit;
    private final HttpClient client;
    private final String host;
    private final int port;

    Upstream(String name, GatewayConfig.Upstream config, GatewayConfig.Proxying proxying, Vertx vertx) {
        URI url = config.url();
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "polyclinic.gateway.upstreams." + name + ".url is no http(s) address: " + url);
        }
        boolean tls = "https".equals(url.getScheme());
        this.name = name;
        this.host = url.getHost();
        this.port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        this.maxBody = config.maxBody().asLongValue();
        this.responseTimeoutMillis = config.responseTimeout().toMillis();
        this.circuit =
                new Circuit(proxying.circuitFailures(), proxying.circuitOpen().toNanos());
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(tls)
                        .setVerifyHost(tls)
                        .setKeepAlive(true)
                        .setPipelining(false)
                        .setDecompressionSupported(false)
                        .setTcpNoDelay(true)
                        .setMaxHeaderSize(32 * 1024)
                        .setConnectTimeout((int) proxying.connectTimeout().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout((int) proxying.idleTimeout().toMillis())
                        .setMaxWaitQueueSize(proxying.waiting()),
                new PoolOptions().setHttp1MaxSize(proxying.connections()));
    }

    Future<HttpClientRequest> connect(HttpMethod method, String uri) {
        return client.request(method, port, host, uri);
    }

    void close() {
        client.close();
    }
}
