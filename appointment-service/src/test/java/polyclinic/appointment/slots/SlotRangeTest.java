package polyclinic.appointment.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.TimeRange;

/** The range that slots are asked for, in the doctor's zone. */
class SlotRangeTest {
    @Test
    void a_date_in_a_query_is_the_whole_local_day() {
        ZoneId newYork = ZoneId.of("America/New_York");

        TimeRange day = TimeRange.of("2026-11-01", "2026-11-01", newYork);

        assertThat(day.from()).isEqualTo("2026-11-01T04:00:00Z");
        assertThat(day.before()).isEqualTo("2026-11-02T05:00:00Z");
        assertThat(TimeRange.of("2026-11-01T10:00:00 02:00", null, newYork).from())
                .isEqualTo(Instant.parse("2026-11-01T08:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "2026-02-30", "2026-13-01", "99999-01-01", "2026-01-01T10:00", "+999999999-01-01"})
    void what_is_no_moment_is_refused(String text) {
        assertThatThrownBy(() -> TimeRange.of(text, null, ZoneId.of("UTC"))).isInstanceOf(Problem.class);
    }
}
