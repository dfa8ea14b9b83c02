package polyclinic.audit.sealing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code polyclinic.audit.sealings}: what came of each turn at a chain's years, or at the removal of one. */
@ApplicationScoped
@Startup
class SealingMetrics {
    private final Counter done;
    private final Counter broken;
    private final Counter failed;

    SealingMetrics(MeterRegistry metrics) {
        this.done = counter(metrics, "done");
        this.broken = counter(metrics, "broken");
        this.failed = counter(metrics, "failed");
    }

    private static Counter counter(MeterRegistry metrics, String result) {
        return Counter.builder("polyclinic.audit.sealings")
                .description("Turns at sealing the years of a chain or removing a sealed one from the database")
                .tag("result", result)
                .register(metrics);
    }

    /** All that was due is sealed, or removed; mostly nothing was. */
    void done() {
        done.increment();
    }

    /** What was to be sealed or removed is not what was signed. */
    void broken() {
        broken.increment();
    }

    /** A store did not answer, or has not got yet what is needed. */
    void failed() {
        failed.increment();
    }
}
