package polyclinic.notes.proposals.digitizing;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.metrics.ProcessMetrics;

/** The process {@code digitizing}: a document has a text and waits for being looked through. */
@ApplicationScoped
class DigitizingMetrics {
    private static final int MAX_COUNTED = 1000;

    private final DocumentWorks works;
    private final Clock clock;
    private final ProcessMetrics process;

    DigitizingMetrics(DocumentWorks works, Clock clock, Vertx vertx, MeterRegistry metrics) {
        this.works = works;
        this.clock = clock;
        this.process = new ProcessMetrics(
                vertx, metrics, "digitizing", List.of("pending"), List.of("digitized", "gone"), this::waiting);
    }

    void start(@Observes StartupEvent event) {
        process.start();
    }

    void stop(@Observes ShutdownEvent event) {
        process.stop();
    }

    /** @param outcome {@code digitized} or {@code gone} */
    void ended(String outcome, DocumentWork work) {
        process.finished(outcome, since(work.addedAt()));
    }

    Uni<ProcessMetrics.Open> waiting() {
        return works.waiting(MAX_COUNTED)
                .map(found -> new ProcessMetrics.Open(
                        Map.of("pending", (long) found.size()),
                        found.stream()
                                .mapToDouble(work -> since(work.addedAt()).toMillis() / 1e3)
                                .max()
                                .orElse(0)));
    }

    /** @param added null of what a release before has added */
    private Duration since(@Nullable Instant added) {
        return added == null ? Duration.ZERO : Duration.between(added, clock.instant());
    }
}
