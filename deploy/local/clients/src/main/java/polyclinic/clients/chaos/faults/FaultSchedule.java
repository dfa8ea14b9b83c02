package polyclinic.clients.chaos.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import polyclinic.clients.chaos.faults.FaultTargets.NetworkPath;
import polyclinic.clients.http.JsonNodes;

/**
 * Which faults come when: a function of the seed, the length and what there is to disturb, and of nothing else. Faults overlap now and
 * then, as in life.
 *
 * @param faults in the order of their begin
 */
public record FaultSchedule(long seed, Duration length, List<Fault> faults) {
    /** As often as named; the ways need proxies, without which stores stand still in their place. */
    private static final List<FaultKind> KINDS = List.of(
            FaultKind.KILL,
            FaultKind.KILL,
            FaultKind.KILL,
            FaultKind.PAUSE,
            FaultKind.PAUSE,
            FaultKind.RESTART,
            FaultKind.SILENCE,
            FaultKind.SILENCE,
            FaultKind.SILENCE,
            FaultKind.SLOW,
            FaultKind.SLOW,
            FaultKind.RESET,
            FaultKind.RESET,
            FaultKind.UNLOCK,
            FaultKind.CLOCK);

    /** One in so many kills and pauses is of a server; they take the longest to come back. */
    private static final int SERVERS_ONE_IN = 4;

    private static final long FIRST_MS = 800;
    private static final long MIN_GAP_MS = 700;
    private static final long MAX_GAP_MS = 3_500;
    private static final long MIN_LENGTH_MS = 500;
    private static final long MAX_LENGTH_MS = 6_000;

    /** Gateway and services may differ by a minute. */
    private static final int MAX_STEP_S = 45;

    /** Neighbouring seeds of {@link Random} begin alike unless they are spread. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    public static FaultSchedule of(long seed, Duration length, FaultTargets targets) {
        Random random = new Random(seed * SPREAD);
        List<Fault> faults = new ArrayList<>();
        for (long at = FIRST_MS; at < length.toMillis(); at += between(random, MIN_GAP_MS, MAX_GAP_MS)) {
            long lasting = Math.min(between(random, MIN_LENGTH_MS, MAX_LENGTH_MS), Math.max(1, length.toMillis() - at));
            faults.add(next(random, at, lasting, targets));
        }
        return new FaultSchedule(seed, length, List.copyOf(faults));
    }

    /** Returns the faults for a report. */
    public JsonNode json() {
        ArrayNode all = JsonNodes.MAPPER.createArrayNode();
        faults.forEach(fault -> all.add(fault.json()));
        return all;
    }

    private static Fault next(Random random, long at, long lasting, FaultTargets targets) {
        FaultKind kind = one(random, KINDS);
        return switch (kind) {
            case KILL -> new Fault(kind, at, process(random, targets), "", 0, 0);
            case PAUSE -> new Fault(kind, at, process(random, targets), "", lasting, 0);
            case RESTART -> new Fault(kind, at, one(random, targets.services()), "", 0, 0);
            case SILENCE, SLOW -> onWay(random, kind, at, lasting, targets);
            case RESET ->
                targets.hasWays()
                        ? new Fault(kind, at, one(random, targets.ends()), "", lasting, 0)
                        : new Fault(FaultKind.KILL, at, one(random, targets.servers()), "", 0, 0);
            case UNLOCK -> new Fault(kind, at, one(random, FaultTargets.DATABASES), "", 0, 0);
            case CLOCK ->
                targets.hasWays()
                        ? new Fault(kind, at, one(random, targets.services()), "", lasting, step(random))
                        : new Fault(FaultKind.PAUSE, at, one(random, targets.services()), "", lasting, 0);
        };
    }

    private static Fault onWay(Random random, FaultKind kind, long at, long lasting, FaultTargets targets) {
        if (!targets.hasWays()) return new Fault(FaultKind.PAUSE, at, one(random, targets.servers()), "", lasting, 0);
        NetworkPath way = one(random, targets.ways());
        return new Fault(kind, at, way.from(), way.to(), lasting, 0);
    }

    private static String process(Random random, FaultTargets targets) {
        return one(random, random.nextInt(SERVERS_ONE_IN) == 0 ? targets.servers() : targets.services());
    }

    private static long step(Random random) {
        long seconds = 1 + random.nextInt(MAX_STEP_S);
        return 1000 * (random.nextBoolean() ? seconds : -seconds);
    }

    private static long between(Random random, long least, long most) {
        return least + random.nextInt((int) (most - least));
    }

    private static <T> T one(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
