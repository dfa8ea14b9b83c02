package polyclinic.local.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentFileTest {
    @TempDir
    Path home;

    @Test
    void values_are_read_as_they_were_written_quotes_included() {
        Settings settings = new Settings(home, home, Map.of());
        Map<String, String> values =
                Map.of("POLYCLINIC_KAFKA", "127.0.0.1:19092", "POLYCLINIC_S3_SECRET", "it's & more=");

        EnvironmentFile.write(settings, values);

        assertThat(EnvironmentFile.read(settings)).isEqualTo(values);
    }

    @Test
    void only_the_owner_may_read_it() throws Exception {
        Settings settings = new Settings(home, home, Map.of());

        EnvironmentFile.write(settings, Map.of("POLYCLINIC_S3_SECRET", "x"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(EnvironmentFile.path(settings))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_stack_that_was_never_up_has_no_values() {
        assertThat(EnvironmentFile.read(new Settings(home, home, Map.of()))).isEmpty();
    }
}
