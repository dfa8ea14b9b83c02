package polyclinic.audit.analytics.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code polyclinic.analytics.archivals}: what came of each turn at the oldest month. */
@ApplicationScoped
@Startup
class EventArchiveMetrics {
    private final Counter done;
    private final Counter failed;

    EventArchiveMetrics(MeterRegistry metrics) {
        this.done = counter(metrics, "done");
        this.failed = counter(metrics, "failed");
    }

    private static Counter counter(MeterRegistry metrics, String result) {
        return Counter.builder("polyclinic.analytics.archivals")
                .description("Turns at bringing the oldest month of analytics events to S3")
                .tag("result", result)
                .register(metrics);
    }

    /** It is archived, or none is due. */
    void done() {
        done.increment();
    }

    void failed() {
        failed.increment();
    }
}
