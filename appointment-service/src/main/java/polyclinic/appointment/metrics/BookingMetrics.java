package polyclinic.appointment.metrics;

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

/** {@code polyclinic.bookings}: how bookings end that have reached the rules. */
@ApplicationScoped
@Startup
public class BookingMetrics {
    private static final String SLOT_TAKEN = "slot-taken";

    private enum Outcome {
        BOOKED,
        SLOT_TAKEN,
        /** Another rule of the clinic, or what was asked for does not exist: the client's affair. */
        REFUSED,
        REPLAYED,
        /** The clinic's own affair. */
        FAILED
    }

    private final Map<Outcome, Counter> counters;
    private final PostgresProblems problems;

    BookingMetrics(MeterRegistry metrics, PostgresProblems problems) {
        this.problems = problems;
        this.counters = Arrays.stream(Outcome.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        outcome -> Counter.builder("polyclinic.bookings")
                                .description("Bookings that have reached the rules")
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(metrics),
                        (one, other) -> one,
                        () -> new EnumMap<>(Outcome.class)));
    }

    /** Counts a booking when it ends, by its answer or by what it fails with. */
    public <T> Uni<Answer<T>> counted(Supplier<Uni<Answer<T>>> booking) {
        return Uni.createFrom()
                .deferred(booking::get)
                .invoke(answer -> count(answer.isReplayed() ? Outcome.REPLAYED : Outcome.BOOKED))
                .onFailure()
                .invoke(failure -> count(of(failure)));
    }

    private Outcome of(Throwable failure) {
        Optional<Problem> problem = problems.of(failure);
        if (problem.isEmpty() || problem.get().status() >= 500) return Outcome.FAILED;
        return problem.get().slug().equals(SLOT_TAKEN) ? Outcome.SLOT_TAKEN : Outcome.REFUSED;
    }

    private void count(Outcome outcome) {
        Counter counter = counters.get(outcome);
        if (counter != null) counter.increment();
    }
}
