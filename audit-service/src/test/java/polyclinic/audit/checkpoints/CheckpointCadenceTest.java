package polyclinic.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CheckpointCadenceTest {
    private static final Instant BEGIN = Instant.parse("2026-11-26T12:00:00Z");

    private final CheckpointCadence cadence = new CheckpointCadence(1000, Duration.ofSeconds(50));

    @Test
    void a_full_checkpoint_is_due_at_once() {
        assertThat(cadence.isDue(1, 999, BEGIN)).isFalse();
        assertThat(cadence.isDue(1, 1000, BEGIN.plusSeconds(2))).isTrue();
    }

    @Test
    void a_single_entry_waits_for_so_long_and_no_longer() {
        cadence.isDue(1, 0, BEGIN);

        assertThat(cadence.isDue(1, 1, BEGIN.plusSeconds(2))).isFalse();
        assertThat(cadence.isDue(1, 5, BEGIN.plusSeconds(49))).isFalse();
        assertThat(cadence.isDue(1, 9, BEGIN.plusSeconds(50))).isTrue();
    }

    @Test
    void a_quiet_chain_is_never_due() {
        assertThat(cadence.isDue(1, 0, BEGIN)).isFalse();
        assertThat(cadence.isDue(1, 0, BEGIN.plusSeconds(3600))).isFalse();
    }

    @Test
    void what_was_covered_begins_to_wait_anew() {
        cadence.isDue(1, 1, BEGIN);
        cadence.covered(1, BEGIN.plusSeconds(50));

        assertThat(cadence.isDue(1, 1, BEGIN.plusSeconds(52))).isFalse();
        assertThat(cadence.isDue(1, 1, BEGIN.plusSeconds(100))).isTrue();
    }

    @Test
    void everything_is_covered_up_to_the_look_before_the_oldest_entry_that_waits() {
        cadence.isDue(1, 0, BEGIN);
        cadence.isDue(2, 0, BEGIN);
        cadence.isDue(1, 3, BEGIN.plusSeconds(10));
        cadence.isDue(2, 0, BEGIN.plusSeconds(10));

        assertThat(cadence.allCoveredAt(BEGIN.plusSeconds(10))).isEqualTo(BEGIN);

        cadence.covered(1, BEGIN.plusSeconds(10));

        assertThat(cadence.allCoveredAt(BEGIN.plusSeconds(20))).isEqualTo(BEGIN.plusSeconds(10));
    }
}
