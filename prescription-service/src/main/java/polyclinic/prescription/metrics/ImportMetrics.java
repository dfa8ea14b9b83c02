package polyclinic.prescription.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** {@code polyclinic.imports} and {@code polyclinic.import.lines}: how imports end, and what becomes of their lines. */
@ApplicationScoped
@Startup
public class ImportMetrics {
    private static final List<String> KINDS = List.of("medications", "interactions");
    private static final List<String> OUTCOMES = List.of("created", "updated", "unchanged", "refused");

    private final MeterRegistry metrics;

    ImportMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        for (String kind : KINDS) {
            imports(kind, true);
            imports(kind, false);
            for (String outcome : OUTCOMES) lines(kind, outcome);
        }
    }

    /** @param finished false when it broke off */
    public void ended(String kind, boolean finished) {
        imports(kind, finished).increment();
    }

    /** @param outcome in lower case */
    public void took(String kind, String outcome, long lines) {
        if (lines > 0) lines(kind, outcome).increment(lines);
    }

    private Counter imports(String kind, boolean finished) {
        return Counter.builder("polyclinic.imports")
                .description("Imports of tables")
                .tag("kind", kind)
                .tag("outcome", finished ? "finished" : "interrupted")
                .register(metrics);
    }

    private Counter lines(String kind, String outcome) {
        return Counter.builder("polyclinic.import.lines")
                .description("Lines of imported tables")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(metrics);
    }
}
