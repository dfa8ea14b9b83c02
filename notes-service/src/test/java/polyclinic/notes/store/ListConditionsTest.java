package polyclinic.notes.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.TimeRange;

class ListConditionsTest {

    @Test
    void a_date_stands_for_the_whole_day() {
        TimeRange range = TimeRange.of("2026-03-01", "2026-03-31", ZoneOffset.UTC);

        assertThat(range.from()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(range.before()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
    }

    @Test
    void an_instant_may_have_an_offset_whose_plus_sign_was_not_escaped() {
        assertThat(TimeRange.of("2026-03-01T10:00:00 02:00", null, ZoneOffset.UTC)
                        .from())
                .isEqualTo(Instant.parse("2026-03-01T08:00:00Z"));
    }

    @Test
    void nothing_said_is_no_condition() {
        assertThat(ListConditions.within(TimeRange.of(null, null, ZoneOffset.UTC), "createdAt"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30", "0000-01-01", "+999999999-12-31T00:00:00Z", "{\"$gt\":1}"})
    void rubbish_is_refused(String text) {
        assertThatThrownBy(() -> TimeRange.of(text, null, ZoneOffset.UTC)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> TimeRange.of(null, text, ZoneOffset.UTC)).isInstanceOf(Problem.class);
    }

    @Test
    void the_end_is_not_before_the_beginning() {
        assertThatThrownBy(() -> TimeRange.of("2026-03-02", "2026-03-01T00:00:00Z", ZoneOffset.UTC))
                .isInstanceOf(Problem.class);
    }
}
