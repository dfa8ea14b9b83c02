package polyclinic.prescription.laboratory.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class InterpretationTest {
    private static final ReferenceRange POTASSIUM = new ReferenceRange("3.5", "5.1", null);

    @ParameterizedTest
    @CsvSource({
        "3.49, , L",
        "3.5, , N",
        "3.50, , N",
        "5.10, , N",
        "5.11, , H",
        "3.5, <, L",
        "3.5, <=, ",
        "3.49, <=, L",
        "9, <, ",
        "3.4E0, , L",
        "4e0, , N",
        "1e5, , H",
        "1.0E-4, , L",
        "5.1, >, H",
        "5.1, >=, ",
        "5.11, >=, H",
        "1, >, ",
        "positive, , ",
        "1:80, , "
    })
    void what_nobody_stated_is_what_the_range_says_and_nothing_where_that_is_open(
            String value, @Nullable String comparator, @Nullable String expected) {
        assertThat(of(value, comparator, POTASSIUM, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.01, <, 5, N", "5, <=, 5, N", "6, <, 5, ", "6, >, 5, H"})
    void a_range_may_have_one_end(String value, String comparator, String high, @Nullable String expected) {
        assertThat(of(value, comparator, new ReferenceRange(null, high, null), null))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"3.0, N", "3.0, H", "3.0, HH", "4.0, H", "4.0, L", "4.0, LL", "6.0, N", "6.0, L", "6.0, LL"})
    void what_the_range_disproves_is_refused(String value, String stated) {
        assertThatThrownBy(() -> of(value, null, POTASSIUM, stated))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @ParameterizedTest
    @CsvSource({"3.0, L", "3.0, LL", "3.0, A", "4.0, N", "6.0, HH", "6.0, AA", "positive, POS", "positive, A"})
    void what_fits_is_kept_as_stated(String value, String stated) {
        assertThat(of(value, null, POTASSIUM, stated)).isEqualTo(stated);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h", "high", "X", "HHH", ""})
    void a_code_that_is_none_of_the_table_is_refused(String stated) {
        assertThatThrownBy(() -> of("4.0", null, POTASSIUM, stated)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @CsvSource({
        "<0.01, 0.01, <",
        ">1e5, 1e5, >",
        "<= 5, 5, <=",
        ">100, 100, >",
        ">=7.0, 7.0, >=",
        "-3.20, -3.20, ",
        "1:80, 1:80, "
    })
    void a_comparator_in_front_of_the_digits_is_one_and_the_digits_stay(
            String sent, String text, @Nullable String comparator) {
        assertThat(ResultValue.of("value", sent, null)).isEqualTo(new ResultValue(text, comparator));
    }

    @Test
    void a_comparator_needs_a_number_and_is_one_of_four() {
        assertThatThrownBy(() -> ResultValue.of("value", "positive", "<")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> ResultValue.of("value", "4", "~")).isInstanceOf(Problem.class);
    }

    @Test
    void a_range_has_numbers_in_order_or_a_text() {
        new ReferenceRange(null, null, "negative").check("range");
        for (ReferenceRange wrong : new ReferenceRange[] {
            new ReferenceRange(null, null, null),
            new ReferenceRange("5", "4", null),
            new ReferenceRange("low", null, null),
            new ReferenceRange(null, "1e999", null)
        }) assertThatThrownBy(() -> wrong.check("range")).isInstanceOf(Problem.class);
    }

    private static @Nullable String of(
            String value, @Nullable String comparator, ReferenceRange range, @Nullable String stated) {
        return Interpretation.of("interpretation", ResultValue.of("value", value, comparator), range, stated);
    }
}
