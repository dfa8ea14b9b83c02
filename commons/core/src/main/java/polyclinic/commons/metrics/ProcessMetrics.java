package polyclinic.commons.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * How the runs of one process fare, that is, of work which goes on in steps in the background and outlives the replica that began
 * it: {@code polyclinic.process.open} by what is to be done next, {@code polyclinic.process.oldest} in seconds, {@code
 * polyclinic.process.finished} by how they ended, and in {@code polyclinic.process.duration} how long that took. All of them have the
 * label {@code process}, and are there from the start.
 */
public final class ProcessMetrics {
    private static final Duration[] BUCKETS = DoubleStream.of(0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600)
            .mapToObj(seconds -> Duration.ofMillis((long) (seconds * 1000)))
            .toArray(Duration[]::new);

    private final StoreReading<Open> open;
    private final Map<String, End> ends;

    /**
     * Runs that have not ended.
     *
     * @param byState how many are in each state, or as many as were counted; a state that is not named has none
     * @param oldestSeconds how long ago the oldest of them began; 0 when there is none
     */
    public record Open(Map<String, Long> byState, double oldestSeconds) {
        public static final Open NONE = new Open(Map.of(), 0);
    }

    private record End(Counter finished, Timer duration) {}

    /**
     * @param states each state that an open run can be in
     * @param outcomes each way in which a run can end
     * @param open asks the store
     */
    public ProcessMetrics(
            Vertx vertx,
            MeterRegistry metrics,
            String process,
            List<String> states,
            List<String> outcomes,
            Supplier<Uni<Open>> open) {
        this.open = new StoreReading<>(vertx, open);
        for (String state : states)
            Gauge.builder("polyclinic.process.open", this.open, reading -> reading.value(count(state)))
                    .description("Runs of a process that have not ended")
                    .tags("process", process, "state", state)
                    .register(metrics);
        Gauge.builder("polyclinic.process.oldest", this.open, reading -> reading.value(Open::oldestSeconds))
                .description("How long ago the oldest run began that has not ended")
                .baseUnit("seconds")
                .tag("process", process)
                .register(metrics);
        this.ends = outcomes.stream()
                .collect(Collectors.toMap(
                        Function.identity(), outcome -> end(metrics, Tags.of("process", process, "outcome", outcome))));
    }

    private static ToDoubleFunction<Open> count(String state) {
        return now -> now.byState().getOrDefault(state, 0L);
    }

    private static End end(MeterRegistry metrics, Tags tags) {
        return new End(
                Counter.builder("polyclinic.process.finished")
                        .description("Runs of a process that ended")
                        .tags(tags)
                        .register(metrics),
                Timer.builder("polyclinic.process.duration")
                        .description("From the beginning of a run to its end")
                        .serviceLevelObjectives(BUCKETS)
                        .tags(tags)
                        .register(metrics));
    }

    public void start() {
        open.start();
    }

    public void stop() {
        open.stop();
    }

    /** A run has ended, and its end is committed. */
    public void finished(String outcome, Duration lasted) {
        End end = Objects.requireNonNull(ends.get(outcome), outcome);
        end.finished().increment();
        end.duration().record(lasted.isNegative() ? Duration.ZERO : lasted);
    }
}
