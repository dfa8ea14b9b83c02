package polyclinic.recovery.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import polyclinic.recovery.manifest.RecoveryPoints;
import polyclinic.recovery.progress.Progress;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.restore.LocalStack;
import polyclinic.recovery.restore.NewHome;
import polyclinic.recovery.restore.Restoration;

/**
 * Restores a point into a home that is thrown away afterwards, and works with it: whoever has seen a clinic's day go by on it
 * need not hope that the backup is good.
 */
public final class Drill {
    private static final double MILLIS = 1000.0;

    private final BackupRepository repository;
    private final Map<String, String> given;
    private final Progress progress;
    private double last;

    /** @param given names the checkout that starts the servers */
    public Drill(BackupRepository repository, Map<String, String> given, Progress progress) {
        this.repository = repository;
        this.given = given;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @param home a folder that does not exist; it is deleted in the end
     */
    public DrillReport run(String id, Path home) {
        DrillReport report = new DrillReport(id);
        // Also when somebody ends it in the middle: nothing of it is to go on.
        Thread end = new Thread(() -> end(home), "end of the drill");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            Restoration.Result restored = step(
                    report,
                    "restore",
                    () -> new Restoration(repository, given, progress).restore(id, home),
                    result -> result.manifest().digests().size() + " tables and collections, " + result.blobs()
                            + " files");
            work(report, restored);
            new RecoveryPoints(repository).noteDrill(id, Instant.now());
        } catch (RecoveryFailed failure) {
            report.failed(RecoveryFailed.reason(failure));
        } finally {
            Runtime.getRuntime().removeShutdownHook(end);
            end(home);
        }
        return report;
    }

    private void work(DrillReport report, Restoration.Result restored) {
        LocalStack stack = restored.stack();
        step(report, "start", () -> start(stack), nothing -> "the whole suite is up");
        RestoredRecords records = new RestoredRecords(stack.environment());
        step(report, "sign in, read", records::read, found -> found);
        step(report, "audit trail", () -> stack.run("", "verify-audit"), Drill::lastLine);
        step(report, "restore is in the trail", records::requireRestoreEntry, found -> found);
        step(report, "book, prescribe, sign", () -> stack.run("", "demo"), Drill::lastLine);
        Duration age = Duration.between(restored.manifest().instant(), Instant.now());
        report.times(age.toMillis() / MILLIS - progress.seconds(), progress.seconds());
    }

    private static String start(LocalStack stack) {
        stack.up();
        return "";
    }

    private <T> T step(DrillReport report, String name, Supplier<T> work, Function<T, String> result) {
        last = progress.seconds();
        T value = work.get();
        report.add(name, result.apply(value), progress.seconds() - last);
        progress.done(name);
        return value;
    }

    private void end(Path home) {
        try {
            LocalStack.stop(home, given);
        } catch (RecoveryFailed failure) {
            progress.say("  the drill's stack could not be stopped: " + failure.getMessage());
        } finally {
            NewHome.delete(home);
        }
    }

    private static String lastLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
    }
}
