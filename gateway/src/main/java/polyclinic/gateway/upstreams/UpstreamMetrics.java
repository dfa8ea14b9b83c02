package polyclinic.gateway.upstreams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** How exchanges with one upstream ended and how long they took, how many were sent to a second replica, and whether all circuits are open. */
public final class UpstreamMetrics {

    /** By first digit of the status; the first two are for responses that broke off, a final one is never 1xx. */
    private static final List<String> OUTCOMES = List.of("broken", "broken", "2xx", "3xx", "4xx", "5xx");

    /** Those that the services have, see their metric filters. */
    private static final Duration[] BUCKETS = LongStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final String upstream;
    private final Map<Operation, Timer[]> timers = new ConcurrentHashMap<>();

    private final Counter secondTries;

    private record Operation(String route, HttpMethod method) {}

    UpstreamMetrics(MeterRegistry registry, String name, Upstream upstream) {
        this.registry = registry;
        this.upstream = name;
        registry.gauge(
                "gateway.circuit.open",
                List.of(Tag.of("upstream", name)),
                upstream,
                service -> service.isOpen() ? 1 : 0);
        this.secondTries = Counter.builder("gateway.second.tries")
                .description("Requests that one replica did not answer and another was asked for")
                .tag("upstream", name)
                .register(registry);
    }

    /**
     * Measures an exchange that has ended.
     *
     * @param route a path template of the API
     * @param method one of the few that pass the gateway
     * @param status of the response that the client received whole; 0 when it broke off
     */
    public void ended(String route, HttpMethod method, int status, long startedNanos) {
        int outcome = status >= 100 && status < 600 ? status / 100 : 0;
        timers.computeIfAbsent(new Operation(route, method), this::all)[outcome].record(
                System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    /** A replica did not answer, and another is asked. */
    public void triedAgain() {
        secondTries.increment();
    }

    /** All outcomes at once: the first failure of an operation must show as a rise. */
    private Timer[] all(Operation operation) {
        return OUTCOMES.stream()
                .map(outcome -> Timer.builder("gateway.requests")
                        .description("Requests that were to be passed on, from arrival to the end of the response")
                        .serviceLevelObjectives(BUCKETS)
                        .tags("upstream", upstream, "route", operation.route())
                        .tags("method", operation.method().name(), "outcome", outcome)
                        .register(registry))
                .toArray(Timer[]::new);
    }
}
