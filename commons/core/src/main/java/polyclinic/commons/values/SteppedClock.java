package polyclinic.commons.values;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that is wrong by as many milliseconds as a file says, and that is set while it runs: forwards or backwards, as a machine's is by
 * its administrator or by NTP. Without a readable file it is right.
 */
final class SteppedClock extends Clock {
    private static final long LOOK_AGAIN_NANOS = 100_000_000;

    private final Clock right;
    private final Path file;
    private volatile long offsetMillis;
    private volatile long readAt;

    SteppedClock(Clock right, Path file) {
        this.right = right;
        this.file = file;
        this.readAt = System.nanoTime() - LOOK_AGAIN_NANOS;
    }

    @Override
    public Instant instant() {
        long now = System.nanoTime();
        if (now - readAt >= LOOK_AGAIN_NANOS) {
            readAt = now;
            offsetMillis = read();
        }
        return right.instant().plusMillis(offsetMillis);
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SteppedClock(right.withZone(zone), file);
    }

    private long read() {
        try {
            return Long.parseLong(Files.readString(file).trim());
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }
}
