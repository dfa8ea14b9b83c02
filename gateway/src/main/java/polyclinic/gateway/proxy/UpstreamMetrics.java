package polyclinic.gateway.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How exchanges with one upstream ended and how long they took, and whether its circuit is open. */
final class UpstreamMetrics {

    /** By first digit of the status; the first is for responses that broke off. */
    private static final List<String> OUTCOMES = List.of("broken", "1xx", "2xx", "3xx", "4xx", "5xx");

    private final Timer[] timers;

    UpstreamMetrics(MeterRegistry registry, String upstream, CircuitBreaker circuit) {
        timers = OUTCOMES.stream()
                .map(outcome -> registry.timer("gateway.requests", "upstream", upstream, "outcome", outcome))
                .toArray(Timer[]::new);
        registry.gauge(
                "gateway.circuit.open",
                List.of(Tag.of("upstream", upstream)),
                circuit,
                breaker -> breaker.isOpen() ? 1 : 0);
    }

    /** @param status of the response that the client received whole; 0 when it broke off */
    void ended(int status, long startedNanos) {
        int outcome = status >= 100 && status < 600 ? status / 100 : 0;
        timers[outcome].record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }
}
