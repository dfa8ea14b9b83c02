package polyclinic.notes.flags;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.features.FeatureSwitch;
import polyclinic.commons.features.FeatureSwitches;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.values.ClinicDays;

/**
 * The flags as this replica knows them: read again all the time, so that what any replica writes holds at all of them within a
 * second, and without waiting for the store. While it is away the last ones hold; before the first, what holds without any.
 */
@ApplicationScoped
public class KnownFlags {
    static final Duration PERIOD = Duration.ofMillis(400);

    private final Flags flags;
    private final ClinicDays days;
    private final Clock clock;
    private final PeriodicWork reading;
    private volatile State state = new State(0, List.of(), null, Set.of());
    private long reads;
    private boolean away;

    /** @param read which read it is of: an older one that comes later counts for nothing */
    private record State(
            long read, List<Flag> flags, @Nullable Instant asOf, Set<String> expired) {}

    KnownFlags(Flags flags, ClinicDays days, Clock clock, Vertx vertx, MeterRegistry metrics) {
        this.flags = flags;
        this.days = days;
        this.clock = clock;
        this.reading = new PeriodicWork(vertx, "reading of flags", PERIOD, () -> readOrKeep());
        Gauge.builder("polyclinic.flags.expired", () -> state.expired().size())
                .description("Flags whose last day is over, to be taken out")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        reading.start();
        reading.wake();
    }

    void stop(@Observes ShutdownEvent event) {
        reading.stop();
    }

    /** Fails with 503 {@code feature-off} when a flag switches it off for the caller. */
    public void requireOn(SuiteFeature feature, Caller caller) {
        if (!switches().isOn(feature, caller.subject(), caller.roles())) throw new FeatureOff(feature);
    }

    /** Whether what no caller asks for is on. */
    public boolean isOn(SuiteFeature feature) {
        return switches().isOn(feature);
    }

    /** What they say of the suite's features today. */
    FeatureSwitches switches() {
        LocalDate today = days.today();
        Map<SuiteFeature, FeatureSwitch> switches = new EnumMap<>(SuiteFeature.class);
        for (Flag flag : state.flags()) {
            SuiteFeature feature = SuiteFeature.ofFlag(flag.name());
            FeatureSwitch of = feature == null ? null : flag.featureSwitch(today);
            if (feature != null && of != null) switches.put(feature, of);
        }
        return new FeatureSwitches(switches);
    }

    FlagValues values(Caller caller) {
        State known = state;
        LocalDate today = days.today();
        Map<String, Object> values = new TreeMap<>();
        for (SuiteFeature feature : SuiteFeature.values()) values.put(feature.flag(), true);
        for (Flag flag : known.flags())
            values.put(flag.name(), flag.value(caller.subject(), caller.roles(), today, values.get(flag.name())));
        return new FlagValues(values, known.asOf());
    }

    /** Reads them now: whoever has changed one sees it at once. */
    Uni<Void> read() {
        long read = next();
        Instant asOf = clock.instant();
        return flags.all().invoke(all -> know(read, all, asOf)).replaceWithVoid();
    }

    /** Nothing follows at once. */
    private Uni<Boolean> readOrKeep() {
        return read().invoke(() -> away = false).replaceWith(false).onFailure().recoverWithItem(failure -> {
            if (!away)
                Log.warnf(
                        "flags are as they were: the store does not answer (%s)",
                        failure.getClass().getName());
            away = true;
            return false;
        });
    }

    private synchronized long next() {
        return ++reads;
    }

    private synchronized void know(long read, List<Flag> all, Instant asOf) {
        if (read < state.read()) return;
        LocalDate today = days.today();
        Set<String> expired = new TreeSet<>();
        for (Flag flag : all) if (flag.isExpired(today)) expired.add(flag.name());
        for (String name : expired)
            if (!state.expired().contains(name)) Log.infof("flag %s has expired and is to be taken out", name);
        state = new State(read, all, asOf, expired);
    }
}
