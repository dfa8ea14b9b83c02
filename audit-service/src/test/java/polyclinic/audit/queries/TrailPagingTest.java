package polyclinic.audit.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class TrailPagingTest {
    @Test
    void a_cursor_names_a_position_in_each_chain() {
        assertThat(TrailPaging.positions(List.of("places", "0:17,3:4"))).isEqualTo(Map.of(0, 17L, 3, 4L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1:", ":1", "1:2,", "1:2;3:4", "12345:1", "1:1234567890123456", "a:b"})
    void another_form_is_refused(String positions) {
        assertRefused(positions);
    }

    /** Where a group could match in several ways, this one would not end: each further colon would take four times as long. */
    @Test
    void a_text_made_to_be_matched_in_many_ways_is_refused_like_any_other() {
        assertRefused("1" + ":111111".repeat(200) + "!");
    }

    private static void assertRefused(String positions) {
        assertThatThrownBy(() -> TrailPaging.positions(List.of("places", positions)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }
}
