package polyclinic.recovery.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polyclinic.recovery.drill.Drill;
import polyclinic.recovery.drill.DrillReport;
import polyclinic.recovery.manifest.RecoveryPoints;
import polyclinic.recovery.progress.Progress;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.suite.RecoveryMetrics;
import polyclinic.recovery.suite.SuiteEnvironment;

/** {@code drill}: proves that a point can be restored and worked with. */
@Command(
        name = "drill",
        description = "Restores a point, works with it and throws it away.",
        mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {
    private static final double MILLIS = 1000.0;

    private final Map<String, String> environment;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The point; the newest when none is named.")
    private @Nullable String id;

    @Option(names = "--from", paramLabel = "DIR|s3://BUCKET/PREFIX", description = "Where backups lie.")
    private @Nullable String from;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    DrillCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Path home = SuiteEnvironment.home(environment);
        RecoveryMetrics metrics = RecoveryMetrics.of(environment, home);
        boolean passed = false;
        try (BackupRepository repository = BackupPlace.open(from, environment)) {
            String point = id == null ? newest(repository) : id;
            Path temporary = home.resolveSibling(
                    home.getFileName() + "-drill-" + ProcessHandle.current().pid());
            DrillReport report = new Drill(repository, environment, new Progress(System.err)).run(point, temporary);
            System.out.print(json ? report.json() + System.lineSeparator() : report.table());
            passed = report.isPassed();
            if (passed) {
                metrics.set(RecoveryMetrics.DRILL_TIMESTAMP, Instant.now().toEpochMilli() / MILLIS);
                metrics.set(RecoveryMetrics.DRILL_RPO, report.rpoSeconds());
                metrics.set(RecoveryMetrics.DRILL_RTO, report.rtoSeconds());
            }
            return passed ? 0 : 1;
        } finally {
            if (!passed) {
                metrics.count(RecoveryMetrics.DRILL_FAILED);
            }
            metrics.publish();
        }
    }

    /** A newest point that cannot be read is not passed over: the drill is to find that. */
    private static String newest(BackupRepository repository) {
        RecoveryPoints points = new RecoveryPoints(repository);
        List<String> ids = points.ids();
        for (int index = ids.size() - 1; index >= 0; index--) {
            if (points.find(ids.get(index)).isWhole()) {
                return ids.get(index);
            }
        }
        throw new RecoveryFailed(
                "there is no recovery point with copies in " + repository + "; ./polyclinic backup makes one");
    }
}
