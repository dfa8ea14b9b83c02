package polyclinic.commons.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code polyclinic.idempotency.replays}: requests that came again, because the client did not get the first answer. */
@ApplicationScoped
@Startup
public class ReplayMetrics {
    private final Counter replays;

    ReplayMetrics(MeterRegistry metrics) {
        this.replays = Counter.builder("polyclinic.idempotency.replays")
                .description("Answers to repeated requests")
                .register(metrics);
    }

    public void replayed() {
        replays.increment();
    }
}
