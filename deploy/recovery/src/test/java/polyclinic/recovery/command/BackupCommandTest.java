package polyclinic.recovery.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polyclinic.recovery.progress.RecoveryFailed;

class BackupCommandTest {
    @Test
    void intervals_are_minutes_or_hours() {
        assertThat(BackupCommand.interval("15m")).isEqualTo(Duration.ofMinutes(15));
        assertThat(BackupCommand.interval("1h")).isEqualTo(Duration.ofHours(1));
        assertThatThrownBy(() -> BackupCommand.interval("1s")).isInstanceOf(RecoveryFailed.class);
        assertThatThrownBy(() -> BackupCommand.interval("soon")).isInstanceOf(RecoveryFailed.class);
    }

    @Test
    void without_a_passphrase_a_command_fails_in_one_line() {
        assertThat(RecoveryProgram.commandLine(Map.of("POLYCLINIC_HOME", "/nowhere"))
                        .execute("backups"))
                .isEqualTo(1);
    }

    @Test
    void an_unknown_option_is_an_error_of_usage() {
        assertThat(RecoveryProgram.commandLine(Map.of()).execute("backups", "--form", "x"))
                .isEqualTo(2);
    }
}
