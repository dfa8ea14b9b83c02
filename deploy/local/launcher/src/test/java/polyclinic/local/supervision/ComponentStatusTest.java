package polyclinic.local.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ComponentStatusTest {
    @Test
    void the_command_reads_what_the_supervisor_writes() {
        ComponentStatus running = new ComponentStatus(
                "kafka",
                "running",
                "127.0.0.1:19092",
                4711,
                123456,
                Duration.ofMillis(2100),
                2,
                Instant.parse("2026-03-01T12:00:00.123Z"));
        ComponentStatus stopped = new ComponentStatus("redis", "stopped", "127.0.0.1:16379", -1, 0, null, 0, null);

        assertThat(ComponentStatus.ofLine(running.toLine())).isEqualTo(running);
        assertThat(ComponentStatus.ofLine(stopped.toLine())).isEqualTo(stopped);
    }

    @Test
    void a_server_of_the_users_own_is_fine_without_a_process() {
        assertThat(new ComponentStatus("mongo", "yours", "db.example", -1, 0, null, 0, null).isFine())
                .isTrue();
        assertThat(new ComponentStatus("mongo", "died", "127.0.0.1:17017", -1, 0, null, 0, null).isFine())
                .isFalse();
    }
}
