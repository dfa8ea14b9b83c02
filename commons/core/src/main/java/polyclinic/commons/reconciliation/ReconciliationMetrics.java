package polyclinic.commons.reconciliation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what was compared and what differed. */
@ApplicationScoped
class ReconciliationMetrics {
    private final MeterRegistry registry;

    ReconciliationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counters begin at zero: the first difference must show as a rise. */
    void register(String projection) {
        compared(projection, 0);
        for (Difference difference : Difference.values()) found(projection, difference, 0);
    }

    void compared(String projection, int facts) {
        Counter.builder("polyclinic.reconciliation.compared")
                .description("Facts that were compared with what their owners state")
                .tag("projection", projection)
                .register(registry)
                .increment(facts);
    }

    void found(String projection, Difference difference, int facts) {
        Counter.builder("polyclinic.reconciliation.differences")
                .description("Facts that differed from what their owners state, and were mended")
                .tag("projection", projection)
                .tag("difference", difference.label())
                .register(registry)
                .increment(facts);
    }
}
