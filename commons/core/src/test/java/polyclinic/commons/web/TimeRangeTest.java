package polyclinic.commons.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class TimeRangeTest {
    @Test
    void dates_stand_for_whole_local_days() {
        TimeRange range = TimeRange.of("2026-03-29", "2026-03-29", ZoneId.of("Europe/Berlin"));

        assertThat(range.from()).isEqualTo(Instant.parse("2026-03-28T23:00:00Z"));
        assertThat(range.before()).isEqualTo(Instant.parse("2026-03-29T22:00:00Z"));
    }

    /** Days of 23, 24, 25 and of no hours, days that begin at one o'clock, and the two ends of the world. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29, 2026-03-28T23:00:00Z, 23",
        "Europe/Berlin, 2026-10-25, 2026-10-24T22:00:00Z, 25",
        "Asia/Kolkata, 2026-03-01, 2026-02-28T18:30:00Z, 24",
        "Pacific/Kiritimati, 2026-03-01, 2026-02-28T10:00:00Z, 24",
        "Pacific/Pago_Pago, 2026-03-01, 2026-03-01T11:00:00Z, 24",
        // The clocks go forward at midnight: the day begins at one o'clock.
        "America/Sao_Paulo, 2018-11-04, 2018-11-04T03:00:00Z, 23",
        // They go back at midnight: the hour before it happens twice, and is the day before's.
        "America/Sao_Paulo, 2018-02-17, 2018-02-17T02:00:00Z, 25",
        "America/Sao_Paulo, 2018-02-18, 2018-02-18T03:00:00Z, 24",
        // The hour after midnight happens twice.
        "America/Havana, 2025-11-02, 2025-11-02T04:00:00Z, 25",
        "Africa/Cairo, 2026-04-24, 2026-04-23T22:00:00Z, 23",
        "Asia/Beirut, 2026-03-29, 2026-03-28T22:00:00Z, 23",
        // Across the date line: the day did not happen.
        "Pacific/Apia, 2011-12-30, 2011-12-30T10:00:00Z, 0",
        "Pacific/Kiritimati, 1994-12-31, 1994-12-31T10:00:00Z, 0",
    })
    void a_day_is_as_long_as_it_is_there(String zone, String day, Instant begins, int hours) {
        ZoneId there = ZoneId.of(zone);
        TimeRange range = TimeRange.of(day, day, there);

        assertThat(range.from()).isEqualTo(begins);
        assertThat(range.before()).isEqualTo(begins.plus(Duration.ofHours(hours)));
        if (hours == 0) return;
        assertThat(begins.atZone(there).toLocalDate()).isEqualTo(day);
        assertThat(begins.minusNanos(1).atZone(there).toLocalDate()).isBefore(day);
        assertThat(begins.plus(Duration.ofHours(hours))
                        .minusNanos(1)
                        .atZone(there)
                        .toLocalDate())
                .isEqualTo(day);
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
