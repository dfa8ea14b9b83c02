package polyclinic.clients.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;
import polyclinic.clients.Wrong;

/** One aligned line for each step: number, who, what, what came of it, milliseconds. */
public final class Steps {
    private final PrintStream out;
    private final long begin = System.nanoTime();
    private int number;

    public Steps(PrintStream out) {
        this.out = out;
    }

    /** Runs a step, which returns what came of it in a few words. {@link Wrong} is told with the step's name. */
    public void step(String who, String what, Supplier<String> work) {
        number++;
        long from = System.nanoTime();
        try {
            String result = work.get();
            out.println(line(number, who, what, result, millis(from)));
        } catch (Wrong wrong) {
            throw new Wrong("step " + number + " (" + who + " " + what + "): " + wrong.getMessage(), wrong);
        } catch (RuntimeException broken) {
            throw new Wrong("step " + number + " (" + who + " " + what + "): " + broken, broken);
        }
    }

    public int count() {
        return number;
    }

    /** Milliseconds since the first. */
    public long millis() {
        return millis(begin);
    }

    static String line(int number, String who, String what, String result, long millis) {
        return String.format(
                Locale.ROOT, "%3d  %-9s  %-50s  %-52s  %6d ms", number, who, what, cut(result, 52), millis);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    private static long millis(long from) {
        return (System.nanoTime() - from) / 1_000_000;
    }
}
