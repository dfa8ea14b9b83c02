package polyclinic.clients.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import polyclinic.clients.chaos.checks.AftermathChecks;
import polyclinic.clients.chaos.checks.Restatements;
import polyclinic.clients.chaos.faults.FaultInjection;
import polyclinic.clients.chaos.faults.FaultSchedule;
import polyclinic.clients.chaos.faults.FaultTargets;
import polyclinic.clients.chaos.faults.StackSupervisor;
import polyclinic.clients.chaos.work.ClinicLoad;
import polyclinic.clients.chaos.work.Findings;
import polyclinic.clients.chaos.work.Premises;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.JsonNodes;

/** The faults of one seed while the clinic works, and the checks behind them. */
public final class ChaosRun {
    private final Clinic clinic;
    private final StackSupervisor supervisor;
    private final FaultTargets targets;
    private final PrintStream progress;

    /** @param progress where a line is printed for each fault */
    public ChaosRun(Clinic clinic, StackSupervisor supervisor, FaultTargets targets, PrintStream progress) {
        this.clinic = clinic;
        this.supervisor = supervisor;
        this.targets = targets;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param acknowledged how many changes the suite acknowledged
     * @param repetitions how many requests had to be sent again
     * @param took how long each part of the run took, in order
     */
    public record Outcome(
            FaultSchedule schedule,
            int acknowledged,
            long repetitions,
            Map<String, Duration> took,
            List<String> findings) {
        boolean isGood() {
            return findings.isEmpty();
        }

        /** Returns one aligned line. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "seed %-6d  %3d faults  %5d acknowledged  %5d repeated  %4d s (%s)  %s",
                    schedule.seed(),
                    schedule.faults().size(),
                    acknowledged,
                    repetitions,
                    seconds(),
                    took.entrySet().stream()
                            .map(part -> part.getKey() + " " + part.getValue().toSeconds())
                            .collect(Collectors.joining(", ")),
                    isGood() ? "nothing lost, nothing doubled" : "FAILED: " + findings.size() + " findings");
        }

        JsonNode json() {
            ObjectNode outcome = JsonNodes.object(
                    "seed", schedule.seed(),
                    "acknowledged", acknowledged,
                    "repeated", repetitions,
                    "seconds", seconds(),
                    "findings", findings);
            ObjectNode parts = outcome.putObject("secondsOfParts");
            took.forEach((part, time) -> parts.put(part, time.toSeconds()));
            outcome.set("faults", schedule.json());
            return outcome;
        }

        private long seconds() {
            return took.values().stream().mapToLong(Duration::toMillis).sum() / 1000;
        }
    }

    /** Makes the faults, and compares what was acknowledged with what is there when all of it runs again. */
    public Outcome run(FaultSchedule schedule) {
        PartTimes times = new PartTimes();
        Findings findings = new Findings();
        Premises premises = new Premises(clinic);
        Instant since = Instant.now();
        ClinicLoad load = new ClinicLoad(clinic, premises, findings, schedule.seed());
        Restatements restatements = new Restatements(clinic, findings);
        load.start();
        restatements.start();
        new FaultInjection(clinic, supervisor, targets, progress::println).run(schedule, load::stop);
        times.end("faults");
        load.awaitEnd();
        times.end("work");
        AftermathChecks checks = new AftermathChecks(clinic, findings);
        checks.awaitRecovery(supervisor);
        times.end("recovery");
        restatements.awaitEnd();
        times.end("restatements");
        checks.awaitEvents();
        times.end("events");
        checks.compareRecords(load.acknowledged(), premises);
        restatements.report(progress::println);
        times.end("records");
        checks.compareTrail(load.acknowledged(), since);
        times.end("trail");
        return new Outcome(schedule, load.acknowledged().count(), load.repetitions(), times.taken(), findings.all());
    }

    /** How long each part took since the end of the one before. */
    private static final class PartTimes {
        private final Map<String, Duration> taken = new LinkedHashMap<>();
        private long since = System.nanoTime();

        void end(String part) {
            long now = System.nanoTime();
            taken.put(part, Duration.ofNanos(now - since));
            since = now;
        }

        Map<String, Duration> taken() {
            return taken;
        }
    }
}
