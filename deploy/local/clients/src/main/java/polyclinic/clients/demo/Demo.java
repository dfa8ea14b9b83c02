package polyclinic.clients.demo;

import java.io.PrintStream;
import java.util.Locale;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.StepLog;
import polyclinic.clients.clinic.Clinic;

/**
 * {@code ./polyclinic demo}: a clinic's day from registration to the audit, through the gateway, by everyone who takes part.
 */
public final class Demo {
    private Demo() {}

    public static void main(String[] arguments) {
        try {
            run(Clinic.fromEnvironment(), System.out);
        } catch (CheckFailed failure) {
            System.out.flush();
            System.err.println("demo: " + failure.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /** @throws CheckFailed at the first step that fails */
    public static void run(Clinic clinic, PrintStream out) {
        StepLog log = new StepLog(out);
        ClinicDay day = new ClinicDay(clinic);
        day.play(log);
        out.println();
        day.storeSummary().forEach(out::println);
        out.println();
        out.printf(
                Locale.ROOT,
                "The day went as it should: %d steps in %.1f s (budget on a running stack: 25 s).%n",
                log.count(),
                log.elapsedMillis() / 1000.0);
    }
}
