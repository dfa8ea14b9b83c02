package polyclinic.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Processes;
import polyclinic.local.process.ServerProcess;

@DisabledIfSystemProperty(named = "quick", matches = ".*")
class SharedServersTest {
    @TempDir
    Path dir;

    @Test
    void what_a_test_starts_again_ends_with_the_run() {
        ProcessHandle restarted;
        try (SharedServers run = SharedServers.start(dir.resolve("shared"))) {
            SharedServers test = SharedServers.in(Path.of(run.environment().get(SharedServers.VARIABLE)));
            assertThat(List.of(test.postgres(), test.kafka(), test.redis(), test.s3(), test.mongo()))
                    .allMatch(ServerProcess::isReady);
            test.redis().kill();

            test.redis().start();

            restarted = ProcessHandle.of(test.redis().pid()).orElseThrow();
        }
        assertThat(Processes.awaitEnd(restarted, Duration.ofSeconds(5))).isTrue();
    }
}
