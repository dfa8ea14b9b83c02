package polyclinic.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Processes;
import polyclinic.local.process.ServerProcess;

@DisabledIfSystemProperty(named = "quick", matches = ".*")
class ServerPoolTest {
    @TempDir
    Path dir;

    @Test
    void what_a_test_starts_again_ends_with_the_run() {
        ProcessHandle restarted;
        try (ServerPool run = ServerPool.start(dir.resolve("shared"), 1)) {
            SharedServers test = ServerPool.take(Path.of(run.environment().get(ServerPool.VARIABLE)))
                    .orElseThrow();
            assertThat(List.of(test.postgres(), test.kafka(), test.redis(), test.s3(), test.mongo()))
                    .allMatch(ServerProcess::isReady);
            test.redis().kill();

            test.redis().start();

            restarted = ProcessHandle.of(test.redis().pid()).orElseThrow();
        }
        assertThat(Processes.awaitEnd(restarted, Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void a_set_belongs_to_one_process_until_that_has_ended() throws IOException, InterruptedException {
        Path pool = dir.resolve("pool");
        Path first = set(pool, "1");
        Path second = set(pool, "2");
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(first.resolve("owner"), String.valueOf(other.pid()));

            assertThat(ServerPool.take(pool)).isPresent();
            assertThat(ServerPool.take(pool)).isPresent();

            assertThat(first.resolve("owner")).hasContent(String.valueOf(other.pid()));
            assertThat(second.resolve("owner"))
                    .hasContent(String.valueOf(ProcessHandle.current().pid()));
            Files.writeString(second.resolve("owner"), String.valueOf(other.pid()));
            assertThat(ServerPool.take(pool)).isEmpty();
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(ServerPool.take(pool)).isPresent();
        assertThat(first.resolve("owner"))
                .hasContent(String.valueOf(ProcessHandle.current().pid()));
    }

    private static Path set(Path pool, String number) throws IOException {
        Path set = Files.createDirectories(pool.resolve(number));
        Files.write(set.resolve("ports"), List.of("1", "2", "3", "4", "5", "6"));
        return set;
    }
}
