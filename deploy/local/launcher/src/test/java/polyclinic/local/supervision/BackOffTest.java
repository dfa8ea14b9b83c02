package polyclinic.local.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void a_process_that_dies_at_once_waits_longer_each_time_but_never_more_than_half_a_minute() {
        BackOff backOff = new BackOff();

        assertThat(backOff.after(NOON, NOON)).isEqualTo(Duration.ofMillis(500));
        assertThat(backOff.after(NOON, NOON)).isEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            backOff.after(null, NOON);
        }
        assertThat(backOff.after(null, NOON)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_process_that_ran_for_more_than_a_minute_is_restarted_soon() {
        BackOff backOff = new BackOff();
        backOff.after(NOON, NOON);
        backOff.after(NOON, NOON);

        assertThat(backOff.after(NOON, NOON.plusSeconds(61))).isEqualTo(Duration.ofMillis(500));
    }
}
