package polyclinic.local.supervision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one component as the supervisor reports it.
 *
 * @param pid its process, -1 when none runs
 * @param memoryKiB resident memory of the process and all that it started
 * @param startTime from its start until it answered, null when that is unknown or it does not run
 * @param restarts how often it was started again after it died
 * @param lastRestart null when it never was
 */
public record ComponentStatus(
        String name,
        String state,
        String address,
        long pid,
        long memoryKiB,
        @Nullable Duration startTime,
        int restarts,
        @Nullable Instant lastRestart) {
    private static final String NONE = "-";

    /** The state of a server that the stack neither starts nor stops. */
    static final String OWN = "yours";

    public boolean runs() {
        return pid > 0;
    }

    /** Returns whether it is as it should be: it runs, or it is the user's own server. */
    public boolean isFine() {
        return runs() || state.equals(OWN);
    }

    /** Returns one line with the fields separated by tabs. */
    String toLine() {
        return String.join(
                "\t",
                name,
                state,
                address,
                Long.toString(pid),
                Long.toString(memoryKiB),
                startTime == null ? NONE : Long.toString(startTime.toMillis()),
                Integer.toString(restarts),
                lastRestart == null ? NONE : lastRestart.toString());
    }

    static ComponentStatus ofLine(String line) {
        String[] fields = line.split("\t");
        return new ComponentStatus(
                fields[0],
                fields[1],
                fields[2],
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                fields[5].equals(NONE) ? null : Duration.ofMillis(Long.parseLong(fields[5])),
                Integer.parseInt(fields[6]),
                fields[7].equals(NONE) ? null : Instant.parse(fields[7]));
    }
}
