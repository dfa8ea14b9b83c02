package polyclinic.recovery.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryMetricsTest {
    @TempDir
    private Path home;

    @Test
    void a_drill_and_a_backup_at_the_same_time_lose_nothing_of_each_other() throws IOException {
        RecoveryMetrics drill = RecoveryMetrics.of(Map.of(), home);
        RecoveryMetrics backup = RecoveryMetrics.of(Map.of(), home);
        RecoveryMetrics failed = RecoveryMetrics.of(Map.of(), home);
        backup.set(RecoveryMetrics.POINT_HOLD, 0.7);
        failed.count(RecoveryMetrics.POINT_FAILED);
        drill.set(RecoveryMetrics.DRILL_RTO, 95);
        failed.publish();
        backup.publish();
        drill.publish();
        failed.count(RecoveryMetrics.POINT_FAILED);
        failed.publish();

        assertThat(Files.readAllLines(home.resolve("recovery/metrics.prom")))
                .contains(
                        RecoveryMetrics.POINT_HOLD + " 0.7",
                        RecoveryMetrics.POINT_FAILED + " 2.0",
                        RecoveryMetrics.DRILL_RTO + " 95.0",
                        RecoveryMetrics.DRILL_FAILED + " 0.0");
    }

    @Test
    void a_line_that_nobody_understands_stops_no_backup() throws IOException {
        Path file = Files.createDirectories(home.resolve("recovery")).resolve("metrics.prom");
        Files.writeString(
                file, RecoveryMetrics.POINT_FAILED + " 1.2.3\nother 7\n" + RecoveryMetrics.DRILL_FAILED + " 1.7E9\n");
        RecoveryMetrics metrics = RecoveryMetrics.of(Map.of(), home);
        metrics.publish();
        assertThat(Files.readAllLines(file))
                .contains(RecoveryMetrics.POINT_FAILED + " 0.0", RecoveryMetrics.DRILL_FAILED + " 1.7E9");
    }
}
