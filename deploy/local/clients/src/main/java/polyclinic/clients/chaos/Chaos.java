package polyclinic.clients.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyclinic.clients.audit.AuditVerifier;
import polyclinic.clients.chaos.checks.AftermathChecks;
import polyclinic.clients.chaos.faults.FaultSchedule;
import polyclinic.clients.chaos.faults.FaultTargets;
import polyclinic.clients.chaos.faults.StackSupervisor;
import polyclinic.clients.chaos.work.Findings;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.deadletters.DeadLetterTopics;
import polyclinic.clients.http.JsonNodes;

/**
 * {@code ./polyclinic chaos [--seed N] [--seeds COUNT] [--minutes M] [--json]}: faults of a seed over the running stack while the clinic
 * works, and whether all that was acknowledged is there afterwards, once. Exit code 0: it is; 1: it is not, and the seeds are printed; 2:
 * it could not be found out.
 */
@Command(name = "chaos")
public final class Chaos implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NO_ANSWER = 2;

    private final Clinic clinic;

    @Option(names = "--seed")
    private @Nullable Long seed;

    @Option(names = "--seeds")
    private int seeds = 1;

    @Option(names = "--minutes")
    private double minutes = 1;

    @Option(names = "--json")
    private boolean json;

    private Chaos(Clinic clinic) {
        this.clinic = clinic;
    }

    public static void main(String[] arguments) {
        int code = new CommandLine(new Chaos(Clinic.fromEnvironment()))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof CheckFailed || failure instanceof IOException)) throw failure;
                    System.err.println("chaos: " + failure.getMessage());
                    return NO_ANSWER;
                })
                .execute(arguments);
        System.exit(code);
    }

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        if (seeds < 1 || minutes <= 0) throw new CheckFailed("--seeds and --minutes are above 0");
        PrintStream progress = json ? System.err : System.out;
        StackSupervisor supervisor = new StackSupervisor(clinic);
        FaultTargets targets = supervisor.targets();
        if (!targets.hasWays())
            progress.println(
                    "This stack was not started with POLYCLINIC_FAULTS=on: stores stand still where ways to them"
                            + " would be cut, and clocks stay right.");
        long first = seed == null ? System.currentTimeMillis() % 1_000_000 : seed;
        Instant since = Instant.now();
        int letters = openLetters();
        List<ChaosRun.Outcome> outcomes = new ArrayList<>();
        ChaosRun run = new ChaosRun(clinic, supervisor, targets, progress);
        for (long next = first; next < first + seeds; next++) {
            progress.println("seed " + next + ", " + targets.services().size() + " processes of services, "
                    + targets.servers().size() + " servers; to repeat: " + command(next));
            ChaosRun.Outcome outcome = run.run(FaultSchedule.of(next, length(), targets));
            outcomes.add(outcome);
            progress.println(outcome.line());
            outcome.findings().forEach(finding -> progress.println("  - " + finding));
        }
        List<String> findings = checkSeries(targets, since, letters);
        findings.forEach(finding -> progress.println("  - " + finding));
        return report(outcomes, findings);
    }

    /** What needs no seed to be told: the whole trail, files, dead letters. */
    private List<String> checkSeries(FaultTargets targets, Instant since, int letters)
            throws IOException, GeneralSecurityException {
        Findings findings = new Findings();
        if (targets.hasWays()) new AftermathChecks(clinic, findings).awaitNoOrphan(since);
        int more = openLetters() - letters;
        if (more > 0) findings.add(more + " events were set aside (./polyclinic dead-letters list)");
        String broken = AuditVerifier.findBroken(clinic);
        if (broken != null) findings.add("the audit trail: " + broken);
        return findings.all();
    }

    private int report(List<ChaosRun.Outcome> outcomes, List<String> findings) {
        List<Long> failed = outcomes.stream()
                .filter(outcome -> !outcome.isGood())
                .map(outcome -> outcome.schedule().seed())
                .toList();
        boolean good = failed.isEmpty() && findings.isEmpty();
        if (json) {
            ObjectNode report = JsonNodes.object("good", good, "failedSeeds", failed, "findings", findings);
            ArrayNode runs = report.putArray("runs");
            outcomes.forEach(outcome -> runs.add(outcome.json()));
            System.out.println(report.toPrettyString());
        } else if (good) {
            int acknowledged =
                    outcomes.stream().mapToInt(ChaosRun.Outcome::acknowledged).sum();
            System.out.printf(
                    Locale.ROOT,
                    "GOOD: %d seeds, %d changes acknowledged, nothing lost, nothing doubled, the trail is whole%n",
                    outcomes.size(),
                    acknowledged);
        } else {
            System.out.println("FAILED: "
                    + (failed.isEmpty()
                            ? "after seed " + outcomes.get(0).schedule().seed()
                            : "seeds " + failed)
                    + "; to repeat: "
                    + command(failed.isEmpty() ? outcomes.get(0).schedule().seed() : failed.get(0)));
        }
        return good ? 0 : FAILED;
    }

    private int openLetters() {
        return DeadLetterTopics.countOpen(clinic);
    }

    private Duration length() {
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }

    private String command(long next) {
        String replicas = clinic.value("POLYCLINIC_REPLICAS", "");
        return "./polyclinic chaos --seed " + next + " --minutes " + minutes
                + (replicas.isEmpty() ? "" : " (with up --replicas " + replicas + ")");
    }
}
