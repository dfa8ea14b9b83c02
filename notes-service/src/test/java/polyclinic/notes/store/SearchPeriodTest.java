package polyclinic.notes.store;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.TimeRange;

class SearchPeriodTest {

    @Test
    void a_date_stands_for_the_whole_local_day() {
        TimeRange range = SearchPeriod.of("2026-03-01", "2026-03-31", ZoneId.of("Asia/Kolkata"));

        assertThat(range.from()).isEqualTo(Instant.parse("2026-02-28T18:30:00Z"));
        assertThat(range.before()).isEqualTo(Instant.parse("2026-03-31T18:30:00Z"));
    }

    @Test
    void a_date_without_a_zone_stands_for_itself() {
        assertThat(SearchPeriod.of("1988-02-29", null, UTC).from()).isEqualTo(Instant.parse("1988-02-29T00:00:00Z"));
    }

    @Test
    void an_instant_may_have_an_offset_whose_plus_sign_was_not_escaped() {
        assertThat(SearchPeriod.of("2026-03-01T10:00:00 02:00", null, UTC).from())
                .isEqualTo(Instant.parse("2026-03-01T08:00:00Z"));
    }

    @Test
    void nothing_said_is_no_condition() {
        assertThat(ListConditions.within(SearchPeriod.of(null, null, UTC), "createdAt"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30", "0000-01-01", "+999999999-12-31T00:00:00Z", "{\"$gt\":1}"})
    void rubbish_is_refused(String text) {
        assertThatThrownBy(() -> SearchPeriod.of(text, null, UTC)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> SearchPeriod.of(null, text, UTC)).isInstanceOf(Problem.class);
    }

    @Test
    void the_end_is_not_before_the_beginning() {
        assertThatThrownBy(() -> SearchPeriod.of("2026-03-02", "2026-03-01T00:00:00Z", UTC))
                .isInstanceOf(Problem.class);
    }
}
