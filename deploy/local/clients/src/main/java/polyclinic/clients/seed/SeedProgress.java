package polyclinic.clients.seed;

import java.io.PrintStream;
import java.util.Locale;

/** Says how far a step is, from time to time, and at its end how many are there, how many of them are new, and how long it took. */
public final class SeedProgress {
    private static final long SAY_EVERY_NANOS = 5_000_000_000L;

    private final String what;
    private final long total;
    private final PrintStream to;
    private final long begin = System.nanoTime();
    private long said = begin;
    private long done;
    private long fresh;

    public SeedProgress(String what, long total, PrintStream to) {
        this.what = what;
        this.total = total;
        this.to = to;
    }

    /** Of {@code count} more, {@code written} were not there before. */
    public void advance(long count, long written) {
        done += count;
        fresh += written;
        long now = System.nanoTime();
        if (done < total && now - said < SAY_EVERY_NANOS) return;
        said = now;
        to.printf(Locale.ROOT, "seed: %,d of %,d %s, %,d new, %.1f s%n", done, total, what, fresh, seconds());
    }

    public long fresh() {
        return fresh;
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
