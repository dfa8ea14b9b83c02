package polyclinic.local.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.settings.Settings;
import polyclinic.local.terminal.UserError;

class PrometheusProgramTest {
    @TempDir
    Path folder;

    @Test
    void it_is_taken_from_the_path() throws IOException {
        Path program = program("prometheus");

        Path found = PrometheusProgram.find(Settings.of(Map.of("PATH", "/nowhere:" + folder)));

        assertThat(found).isEqualTo(program);
    }

    @Test
    void the_variable_comes_before_the_path() throws IOException {
        program("prometheus");
        Path other = program("prometheus-3");

        Path found = PrometheusProgram.find(
                Settings.of(Map.of("PATH", folder.toString(), "POLYCLINIC_PROMETHEUS", other.toString())));

        assertThat(found).isEqualTo(other);
    }

    @Test
    void without_one_the_answer_is_one_line_that_says_how_to_get_it() {
        Settings settings = Settings.of(Map.of("PATH", folder.toString()));

        assertThatThrownBy(() -> PrometheusProgram.find(settings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("apt install prometheus")
                .hasMessageContaining("POLYCLINIC_PROMETHEUS");
    }

    @Test
    void a_variable_that_names_no_program_is_reported() {
        Settings settings = Settings.of(Map.of("POLYCLINIC_PROMETHEUS", folder.toString()));

        assertThatThrownBy(() -> PrometheusProgram.find(settings)).hasMessageContaining("is not a program");
    }

    private Path program(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
