package polyclinic.clients.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
     */
    public record Outcome(
            FaultSchedule schedule, int acknowledged, long repetitions, Duration took, List<String> findings) {
        boolean isGood() {
            return findings.isEmpty();
        }

        /** Returns one aligned line. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "seed %-6d  %3d faults  %5d acknowledged  %5d repeated  %4d s  %s",
                    schedule.seed(),
                    schedule.faults().size(),
                    acknowledged,
                    repetitions,
                    took.toSeconds(),
                    isGood() ? "nothing lost, nothing doubled" : "FAILED: " + findings.size() + " findings");
        }

        JsonNode json() {
            ObjectNode outcome = JsonNodes.object(
                    "seed", schedule.seed(),
                    "acknowledged", acknowledged,
                    "repeated", repetitions,
                    "seconds", took.toSeconds(),
                    "findings", findings);
            outcome.set("faults", schedule.json());
            return outcome;
        }
    }

    /** Makes the faults, and compares what was acknowledged with what is there when all of it runs again. */
    public Outcome run(FaultSchedule schedule) {
        long begin = System.nanoTime();
        Findings findings = new Findings();
        Premises premises = new Premises(clinic);
        Instant since = Instant.now();
        ClinicLoad load = new ClinicLoad(clinic, premises, findings, schedule.seed());
        Restatements restatements = new Restatements(clinic, findings);
        load.start();
        restatements.start();
        new FaultInjection(clinic, supervisor, targets, progress::println).run(schedule);
        load.stop();
        AftermathChecks checks = new AftermathChecks(clinic, findings);
        checks.awaitRecovery(supervisor);
        restatements.awaitEnd();
        checks.compare(load.acknowledged(), premises, since);
        restatements.report(progress::println);
        return new Outcome(
                schedule,
                load.acknowledged().count(),
                load.repetitions(),
                Duration.ofNanos(System.nanoTime() - begin),
                findings.all());
    }
}
