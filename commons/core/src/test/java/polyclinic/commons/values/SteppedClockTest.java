package polyclinic.commons.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteppedClockTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void it_is_wrong_by_what_the_file_says() throws IOException {
        Path file = Files.writeString(folder.resolve("clock"), "-30000\n");

        assertThat(clock(file).instant()).isEqualTo(NOW.minusSeconds(30));
    }

    @Test
    void it_is_right_without_a_file_and_with_one_that_says_nothing() throws IOException {
        Path file = Files.writeString(folder.resolve("clock"), "soon");

        assertThat(clock(folder.resolve("none")).instant()).isEqualTo(NOW);
        assertThat(clock(file).instant()).isEqualTo(NOW);
    }

    @Test
    void without_the_setting_the_clock_is_the_systems() {
        Instant before = Instant.now().minusSeconds(1);

        Clock clock = new SystemClock().clock(Optional.empty());

        assertThat(clock.instant()).isBetween(before, Instant.now().plusSeconds(1));
    }

    private static Clock clock(Path file) {
        return new SteppedClock(Clock.fixed(NOW, ZoneOffset.UTC), file);
    }
}
