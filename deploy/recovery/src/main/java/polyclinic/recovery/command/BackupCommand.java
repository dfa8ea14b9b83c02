package polyclinic.recovery.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.point.RecoveryPointMaking;
import polyclinic.recovery.progress.Progress;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.suite.RecoveryMetrics;
import polyclinic.recovery.suite.SuiteEnvironment;

/** {@code backup}: a recovery point, once or regularly. */
@Command(name = "backup", description = "Makes a recovery point over all stores.", mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    /** Until the next try after a failure, when points are made regularly. */
    private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);

    private static final Duration MIN_INTERVAL = Duration.ofMinutes(1);
    private static final double MILLIS = 1000.0;

    private final Map<String, String> given;

    @Option(names = "--to", paramLabel = "DIR|s3://BUCKET/PREFIX", description = "Where backups lie.")
    private @Nullable String to;

    @Option(names = "--every", paramLabel = "TIME", description = "Go on, with this pause: 15m, 1h.")
    private @Nullable String every;

    @Option(names = "--keep", paramLabel = "N", description = "Delete all but the newest N points afterwards.")
    private int keep;

    @Option(names = "--point-only", description = "Copy no store: their own operators do so.")
    private boolean pointOnly;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    BackupCommand(Map<String, String> given) {
        this.given = given;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (keep < 0) {
            throw new RecoveryFailed("--keep takes the number of points to keep, 1 or more");
        }
        if (every == null) {
            once();
            return 0;
        }
        Duration interval = interval(every);
        while (true) {
            Instant next = Instant.now().plus(interval);
            try {
                once();
            } catch (RuntimeException failure) {
                // Whatever it is: who makes points regularly must not stop to do so.
                System.err.println("polyclinic: no recovery point: " + RecoveryFailed.reason(failure) + "; next try in "
                        + RETRY_PAUSE.toSeconds() + " s");
                next = Instant.now().plus(RETRY_PAUSE);
            }
            Duration left = Duration.between(Instant.now(), next);
            Thread.sleep(Math.max(0, left.toMillis()));
        }
    }

    /** Returns the time of {@code 90s}, {@code 15m} or {@code 1h}. */
    static Duration interval(String text) {
        try {
            Duration interval = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            if (interval.compareTo(MIN_INTERVAL) >= 0) {
                return interval;
            }
        } catch (DateTimeParseException notATime) {
            // reported below
        }
        throw new RecoveryFailed("--every takes a time like 15m or 1h, at least 1m, not \"" + text + "\"");
    }

    private void once() {
        Path home = SuiteEnvironment.home(given);
        Map<String, String> environment = SuiteEnvironment.of(home, given);
        RecoveryMetrics metrics = RecoveryMetrics.of(environment, home);
        Progress progress = new Progress(System.err);
        try (BackupRepository repository = BackupPlace.create(to, environment)) {
            PointManifest manifest =
                    new RecoveryPointMaking(environment, home, repository, progress).make(!pointOnly, keep);
            metrics.set(RecoveryMetrics.POINT_TIMESTAMP, manifest.instant().toEpochMilli() / MILLIS);
            metrics.set(RecoveryMetrics.POINT_HOLD, manifest.holdMillis() / MILLIS);
            say(manifest, repository, progress);
        } catch (RuntimeException failure) {
            metrics.count(RecoveryMetrics.POINT_FAILED);
            throw failure;
        } finally {
            metrics.publish();
        }
    }

    private void say(PointManifest manifest, BackupRepository repository, Progress progress) {
        if (json) {
            System.out.println(new ObjectMapper()
                    .createObjectNode()
                    .put("id", manifest.id())
                    .put("time", manifest.time())
                    .put("holdMillis", manifest.holdMillis())
                    .put("bytes", manifest.size())
                    .put("place", repository.toString()));
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "Recovery point %s in %s: writes were held for %d ms, all in all %.1f s.%n",
                manifest.id(),
                repository,
                manifest.holdMillis(),
                progress.seconds());
    }
}
