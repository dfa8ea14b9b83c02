package polyclinic.clients.demo;

import java.io.PrintStream;
import java.util.Locale;
import polyclinic.clients.Clinic;
import polyclinic.clients.Wrong;

/** {@code ./polyclinic demo}: a clinic's day from registration to the audit, through the gateway, by everybody who takes part. */
public final class Demo {
    private Demo() {}

    public static void main(String[] arguments) {
        try {
            run(Clinic.fromEnvironment(), System.out);
        } catch (Wrong wrong) {
            System.out.flush();
            System.err.println("demo: " + wrong.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /** @throws Wrong at the first thing that is wrong */
    public static void run(Clinic clinic, PrintStream out) {
        Steps steps = new Steps(out);
        Day day = new Day(clinic, steps);
        day.play();
        out.println();
        day.stores().forEach(out::println);
        out.println();
        out.printf(
                Locale.ROOT,
                "The day went as it should: %d steps in %.1f s (budget on a running stack: 25 s).%n",
                steps.count(),
                steps.millis() / 1000.0);
    }
}
