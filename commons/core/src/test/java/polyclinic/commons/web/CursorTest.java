package polyclinic.commons.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class CursorTest {
    @Test
    void a_cursor_gives_back_what_it_was_made_of() {
        assertThat(Cursor.decode(Cursor.encode("0.9", "x|y"), 2)).containsExactly("0.9", "x|y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish!", "AAAA", "e30", "%00"})
    void rubbish_is_refused(String cursor) {
        assertThatThrownBy(() -> Cursor.id(cursor))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59.999999999Z", "-999999999-01-01T00:00:00Z", "yesterday"})
    void an_instant_that_no_store_has_is_refused(String instant) {
        String cursor = Cursor.encode(instant, "01900000-0000-7000-8000-000000000000");
        assertThatThrownBy(() -> PageKey.of(cursor))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201, Integer.MAX_VALUE})
    void a_page_has_1_to_200_items(int limit) {
        assertThatThrownBy(() -> Cursor.limit(limit)).isInstanceOf(Problem.class);
    }
}
