package polyclinic.commons.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class TimeRangeTest {
    @Test
    void dates_stand_for_whole_local_days() {
        TimeRange range = TimeRange.of("2026-03-29", "2026-03-29", ZoneId.of("Europe/Berlin"));

        assertThat(range.from()).isEqualTo(Instant.parse("2026-03-28T23:00:00Z"));
        assertThat(range.before()).isEqualTo(Instant.parse("2026-03-29T22:00:00Z"));
    }

    @Test
    void a_plus_sign_that_was_not_encoded_is_one() {
        assertThat(TimeRange.of("2026-03-01T10:00:00 02:00", null, ZoneOffset.UTC)
                        .from())
                .isEqualTo(Instant.parse("2026-03-01T08:00:00Z"));
    }

    @Test
    void what_is_not_asked_is_open() {
        assertThat(TimeRange.of(null, "", ZoneOffset.UTC)).isEqualTo(new TimeRange(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-02-30", "2026-13-01T00:00:00Z", "1799-12-31", "9999-01-01", "20260301"})
    void what_is_neither_instant_nor_date_is_refused(String text) {
        assertThatThrownBy(() -> TimeRange.of(text, null, ZoneOffset.UTC))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @Test
    void the_end_does_not_lie_before_the_beginning() {
        assertThatThrownBy(() -> TimeRange.of("2026-03-02", "2026-03-01T00:00:00Z", ZoneOffset.UTC))
                .isInstanceOf(Problem.class);
    }
}
