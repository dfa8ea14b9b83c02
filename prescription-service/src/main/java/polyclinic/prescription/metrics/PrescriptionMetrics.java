package polyclinic.prescription.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code polyclinic.prescriptions.expired} and {@code polyclinic.prescription.screenings}: what happens to prescriptions by itself. */
@ApplicationScoped
@Startup
public class PrescriptionMetrics {
    private final Counter expired;
    private final Counter quiet;
    private final Counter conflicts;

    PrescriptionMetrics(MeterRegistry metrics) {
        expired = Counter.builder("polyclinic.prescriptions.expired")
                .description("Prescriptions whose time was over")
                .register(metrics);
        quiet = screenings(metrics, "nothing_new");
        conflicts = screenings(metrics, "conflict");
    }

    private static Counter screenings(MeterRegistry metrics, String outcome) {
        return Counter.builder("polyclinic.prescription.screenings")
                .description("Prescriptions that were screened again")
                .tag("outcome", outcome)
                .register(metrics);
    }

    public void expired() {
        expired.increment();
    }

    /** @param conflict whether one was found that nobody had been told of */
    public void screened(boolean conflict) {
        (conflict ? conflicts : quiet).increment();
    }
}
