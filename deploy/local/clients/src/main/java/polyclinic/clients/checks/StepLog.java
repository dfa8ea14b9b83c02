package polyclinic.clients.checks;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/** Runs the steps of a scenario and prints one aligned line for each: number, who, what, result, milliseconds. */
public final class StepLog {
    private final PrintStream out;
    private final long begin = System.nanoTime();
    private int number;

    public StepLog(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs a step.
     *
     * @param work returns the result in a few words
     * @throws CheckFailed when the step fails; its message begins with the step's name
     */
    public void step(String who, String what, Supplier<String> work) {
        number++;
        long from = System.nanoTime();
        try {
            String result = work.get();
            out.println(line(number, who, what, result, millisSince(from)));
        } catch (CheckFailed failure) {
            throw new CheckFailed("step " + number + " (" + who + " " + what + "): " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            throw new CheckFailed("step " + number + " (" + who + " " + what + "): " + failure, failure);
        }
    }

    public int count() {
        return number;
    }

    /** Milliseconds since this log was created. */
    public long elapsedMillis() {
        return millisSince(begin);
    }

    private static String line(int number, String who, String what, String result, long millis) {
        return String.format(
                Locale.ROOT, "%3d  %-10s  %-50s  %-52s  %6d ms", number, who, what, cut(result, 52), millis);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    private static long millisSince(long from) {
        return (System.nanoTime() - from) / 1_000_000;
    }
}
