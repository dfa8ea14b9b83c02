package polyclinic.prescription.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import polyclinic.commons.postgres.PostgresProblems;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;

/** {@code polyclinic.dispenses}: how requests to dispense end. */
@ApplicationScoped
@Startup
public class DispensingMetrics {
    private static final String OUT_OF_STOCK = "out-of-stock";

    private enum Outcome {
        PREPARED,
        OUT_OF_STOCK,
        /** Another rule, or what was asked for does not exist: the client's affair. */
        REFUSED,
        REPLAYED,
        /** The clinic's own affair. */
        FAILED
    }

    private final Map<Outcome, Counter> counters;
    private final PostgresProblems problems;

    DispensingMetrics(MeterRegistry metrics, PostgresProblems problems) {
        this.problems = problems;
        this.counters = Arrays.stream(Outcome.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        outcome -> Counter.builder("polyclinic.dispenses")
                                .description("Requests to dispense")
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(metrics),
                        (one, other) -> one,
                        () -> new EnumMap<>(Outcome.class)));
    }

    /** Counts a request when it ends, by its answer or by what it fails with. */
    public <T> Uni<Answer<T>> counted(Supplier<Uni<Answer<T>>> dispensing) {
        return Uni.createFrom()
                .deferred(dispensing::get)
                .invoke(answer -> count(answer.isReplayed() ? Outcome.REPLAYED : Outcome.PREPARED))
                .onFailure()
                .invoke(failure -> count(of(failure)));
    }

    private Outcome of(Throwable failure) {
        Optional<Problem> problem = problems.of(failure);
        if (problem.isEmpty() || problem.get().status() >= 500) return Outcome.FAILED;
        return problem.get().slug().equals(OUT_OF_STOCK) ? Outcome.OUT_OF_STOCK : Outcome.REFUSED;
    }

    private void count(Outcome outcome) {
        Counter counter = counters.get(outcome);
        if (counter != null) counter.increment();
    }
}
