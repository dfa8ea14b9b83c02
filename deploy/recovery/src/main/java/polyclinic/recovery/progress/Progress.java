package polyclinic.recovery.progress;

import java.io.PrintStream;
import java.util.Locale;

/** The steps of a run, each with the seconds that it took, on standard error: standard output is for results. */
public final class Progress {
    private static final double NANOSECONDS = 1_000_000_000.0;

    private final PrintStream out;
    private final long begin = System.nanoTime();
    private long last = begin;

    public Progress(PrintStream out) {
        this.out = out;
    }

    /** Says that a step is done. */
    public void done(String step) {
        long now = System.nanoTime();
        out.printf(Locale.ROOT, "  %-58s %6.1f s%n", step, (now - last) / NANOSECONDS);
        last = now;
    }

    /** Says something that is no step. */
    public void say(String line) {
        out.println(line);
    }

    /** Returns the seconds since the beginning. */
    public double seconds() {
        return (System.nanoTime() - begin) / NANOSECONDS;
    }
}
