package polyclinic.gateway.upstreams;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.clientaddress.ForwardedProof;
import polyclinic.gateway.clients.BoundedHttpClient;
import polyclinic.gateway.upstreams.UpstreamsConfig.UpstreamConfig;

/** One service behind the gateway: its replicas, its keep-alive connections and its limits. */
public final class Upstream {

    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final int MAX_HEALTH_BYTES = 64 * 1024;

    private final String name;
    private final long maxBodyBytes;
    private final long maxFileBytes;
    private final Set<String> filePaths;
    private final long responseTimeoutMs;
    private final long retryDelayMs;
    private final long waitTimeMs;
    private final ForwardedProof forwardedProof;
    private final UpstreamMetrics metrics;
    private final Set<String> publicPrefixes;
    private final HttpClient client;
    private final BoundedHttpClient probes;
    private final List<Replica> replicas;
    private final AtomicInteger turn = new AtomicInteger();

    Upstream(
            String name,
            UpstreamConfig config,
            UpstreamConnectionsConfig connections,
            ForwardedProof forwardedProof,
            Vertx vertx,
            UnaryOperator<HttpClientOptions> trust,
            MeterRegistry registry) {
        this.name = name;
        this.forwardedProof = forwardedProof;
        this.maxBodyBytes = config.maxBody().asLongValue();
        this.maxFileBytes = config.maxFile().asLongValue();
        this.filePaths = config.filePaths().orElse(Set.of());
        this.responseTimeoutMs = config.responseTimeout().toMillis();
        this.waitTimeMs = Math.max(1, Math.min(connections.waitTime().toMillis(), responseTimeoutMs));
        this.retryDelayMs = Math.max(1, connections.retryDelay().toMillis());
        this.replicas = replicas(name, config, connections);
        this.metrics = new UpstreamMetrics(registry, name, this);
        this.publicPrefixes = config.publicPrefixes().orElse(Set.of());
        boolean tls = "https".equals(config.urls().get(0).getScheme());
        this.client = vertx.createHttpClient(
                trust.apply(options(connections, tls)), new PoolOptions().setHttp1MaxSize(connections.connections()));
        this.probes = new BoundedHttpClient(vertx, connections.connectTimeout(), MAX_HEALTH_BYTES, 1, trust);
    }

    private static List<Replica> replicas(String name, UpstreamConfig config, UpstreamConnectionsConfig connections) {
        String key = "polyclinic.gateway.upstreams." + name;
        List<URI> urls = config.urls();
        List<URI> management = config.managementUrls();
        if (urls.size() != management.size())
            throw new IllegalArgumentException(key + ".url and .management-url have one address for each replica, but "
                    + urls.size() + " and " + management.size());
        List<Replica> replicas = new ArrayList<>();
        for (int i = 0; i < urls.size(); i++) {
            URI url = urls.get(i);
            if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
                throw new IllegalArgumentException(key + ".url is not an http(s) address: " + url);
            if (!url.getScheme().equals(urls.get(0).getScheme()))
                throw new IllegalArgumentException(key + ".url mixes http and https");
            CircuitBreaker circuit = new CircuitBreaker(
                    connections.circuitFailures(), connections.circuitOpen().toNanos());
            replicas.add(new Replica(url, management.get(i), circuit, connections.leavingTime()));
        }
        return List.copyOf(replicas);
    }

    private static HttpClientOptions options(UpstreamConnectionsConfig connections, boolean tls) {
        return new HttpClientOptions()
                .setSsl(tls)
                .setVerifyHost(tls)
                .setKeepAlive(true)
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setTcpNoDelay(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setConnectTimeout((int) connections.connectTimeout().toMillis())
                // Well before the idle timeout, which might else close one in the moment in which it is used again.
                .setKeepAliveTimeout(
                        Math.toIntExact(Math.max(1, connections.idleTimeout().toSeconds() / 2)))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) connections.idleTimeout().toMillis())
                .setMaxWaitQueueSize(connections.waiting());
    }

    /**
     * Returns the replica that a request goes to: of those whose circuit is closed the one with the fewest under way, taken in
     * turn where they are equal; when all circuits are open one whose trial is due.
     *
     * @param tried those that the request has been to already
     * @return null when there is none
     */
    public @Nullable Replica choose(List<Replica> tried) {
        long now = System.nanoTime();
        Replica chosen = null;
        int first = Math.floorMod(turn.getAndIncrement(), replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            Replica replica = replicas.get((first + i) % replicas.size());
            if (replica.circuit.isOpen() || tried.contains(replica)) continue;
            if (chosen == null || replica.isPreferredTo(chosen, now)) chosen = replica;
        }
        return chosen == null ? trial(tried, now) : probed(chosen, now);
    }

    private @Nullable Replica trial(List<Replica> tried, long now) {
        for (Replica replica : replicas) if (!tried.contains(replica) && replica.circuit.admits(now)) return replica;
        return null;
    }

    /** While others answer, no client's request is the trial of a replica that may make it wait: its health is. */
    private Replica probed(Replica chosen, long now) {
        if (!isReplicated()) return chosen;
        for (Replica replica : replicas)
            if (replica.circuit.isTrialDue(now) && replica.circuit.admits(now))
                askReadiness(replica).onSuccess(ready -> replica.succeeded());
        return chosen;
    }

    /** Fails when it is not ready, as one that has been told to end is not, or does not say so in time. */
    public Future<Buffer> askReadiness(Replica replica) {
        return probes.get(replica.management + "/q/health/ready", status -> status == 200);
    }

    public boolean isReplicated() {
        return replicas.size() > 1;
    }

    /** Whether there is a replica that would be asked. */
    public boolean isAvailable() {
        long now = System.nanoTime();
        return replicas.stream().anyMatch(replica -> !replica.circuit.isOpen() || replica.circuit.isTrialDue(now));
    }

    boolean isOpen() {
        return replicas.stream().allMatch(replica -> replica.circuit.isOpen());
    }

    /**
     * Begins a request, which {@link Replica#end} ends. Fails with a {@link java.util.concurrent.TimeoutException} when no
     * connection comes free in time.
     */
    public Future<HttpClientRequest> connect(Replica replica, HttpMethod method, String uri) {
        replica.begin();
        return client.request(new RequestOptions()
                .setMethod(method)
                .setHost(replica.host)
                .setPort(replica.port)
                .setURI(uri)
                .setConnectTimeout(waitTimeMs));
    }

    /** Whether it may be asked by somebody who is not signed in. */
    public boolean isPublic(HttpMethod method, String path) {
        return (method == HttpMethod.GET || method == HttpMethod.HEAD)
                && publicPrefixes.contains(String.valueOf(ApiPath.prefix(path)));
    }

    public String name() {
        return name;
    }

    /** Of a request to this path, in bytes. */
    public long maxBodyBytes(String path) {
        return takesFiles(path) ? maxFileBytes : maxBodyBytes;
    }

    /** Whether the service takes a file there while it arrives, a portion of it at a time. */
    public boolean takesFiles(String path) {
        return filePaths.contains(path);
    }

    /** From the end of the request to the head of the response. */
    public long responseTimeoutMs() {
        return responseTimeoutMs;
    }

    public long retryDelayMs() {
        return retryDelayMs;
    }

    public ForwardedProof forwardedProof() {
        return forwardedProof;
    }

    public UpstreamMetrics metrics() {
        return metrics;
    }

    void close() {
        client.close();
        probes.close();
    }
}
