package polyclinic.notes.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class SpanTest {

    @Test
    void a_date_stands_for_the_whole_day() {
        Span span = Span.of("2026-03-01", "2026-03-31");

        assertThat(span.from()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(span.before()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
    }

    @Test
    void an_instant_may_have_an_offset_whose_plus_sign_was_not_escaped() {
        assertThat(Span.of("2026-03-01T10:00:00 02:00", null).from()).isEqualTo(Instant.parse("2026-03-01T08:00:00Z"));
    }

    @Test
    void nothing_said_is_no_condition() {
        assertThat(Span.of(null, null).on("createdAt")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30", "0000-01-01", "+999999999-12-31T00:00:00Z", "{\"$gt\":1}"})
    void rubbish_is_refused(String text) {
        assertThatThrownBy(() -> Span.of(text, null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> Span.of(null, text)).isInstanceOf(Problem.class);
    }

    @Test
    void the_end_is_not_before_the_beginning() {
        assertThatThrownBy(() -> Span.of("2026-03-02", "2026-03-01T00:00:00Z")).isInstanceOf(Problem.class);
    }
}
