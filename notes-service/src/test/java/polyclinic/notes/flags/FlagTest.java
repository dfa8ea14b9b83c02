package polyclinic.notes.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.features.FeatureSwitches;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.content.Author;

class FlagTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    @Test
    void without_value_and_rules_it_is_a_switch_for_everybody() {
        assertThat(value(flag(true, null, List.of(), null), "nurse")).isEqualTo(true);
        assertThat(value(flag(false, null, List.of(), null), "nurse")).isEqualTo(false);
    }

    @Test
    void without_a_value_it_is_false_for_whom_no_rule_names() {
        Flag flag = flag(true, null, List.of(rule("doctor", true)), null);

        assertThat(value(flag, "doctor")).isEqualTo(true);
        assertThat(value(flag, "nurse")).isEqualTo(false);
    }

    @Test
    void the_first_rule_that_names_the_caller_decides() {
        Flag flag = flag(true, 1, List.of(rule("nurse", 2), rule("nurse", 3), rule("doctor", 4)), null);

        assertThat(value(flag, "nurse")).isEqualTo(new BigDecimal("2"));
        assertThat(value(flag, "doctor")).isEqualTo(new BigDecimal("4"));
        assertThat(value(flag, "patient")).isEqualTo(new BigDecimal("1"));
    }

    @Test
    void switched_off_a_boolean_is_false_and_anything_else_has_its_own_value() {
        assertThat(value(flag(false, true, List.of(), null), "nurse")).isEqualTo(false);
        assertThat(value(flag(false, "blue", List.of(rule("nurse", "red")), null), "nurse"))
                .isEqualTo("blue");
    }

    @Test
    void it_has_its_say_on_its_last_day_and_none_after_it() {
        Flag flag = flag(true, true, List.of(), TODAY);

        assertThat(flag.value("anna", Set.of(), TODAY, null)).isEqualTo(true);
        assertThat(flag.value("anna", Set.of(), TODAY.plusDays(1), null)).isEqualTo(false);
    }

    /** A switch that somebody has forgotten must not end what it was to switch off for a day. */
    @Test
    void what_holds_without_it_holds_when_its_last_day_is_over() {
        Flag off = flag(false, null, List.of(), TODAY);

        assertThat(off.value("anna", Set.of(), TODAY, true)).isEqualTo(false);
        assertThat(off.value("anna", Set.of(), TODAY.plusDays(1), true)).isEqualTo(true);
    }

    @Test
    void of_a_feature_it_says_what_it_says_to_callers() {
        for (Flag flag : List.of(
                flag(true, null, List.of(), null),
                flag(false, null, List.of(rule("doctor", true)), null),
                flag(true, null, List.of(rule("doctor", true)), null),
                flag(true, false, List.of(rule("nurse", true)), null),
                flag(true, true, List.of(rule("nurse", false), rule("doctor", true)), TODAY)))
            for (String role : List.of("nurse", "doctor", "patient"))
                assertThat(new FeatureSwitches(Map.of(
                                        SuiteFeature.LIVE_FEED, Objects.requireNonNull(flag.featureSwitch(TODAY))))
                                .isOn(SuiteFeature.LIVE_FEED, "anna", Set.of(role)))
                        .isEqualTo(value(flag, role));
    }

    @Test
    void of_a_feature_it_says_nothing_after_its_last_day_or_when_it_is_no_switch() {
        assertThat(flag(false, null, List.of(), TODAY).featureSwitch(TODAY.plusDays(1)))
                .isNull();
        assertThat(flag(true, 1, List.of(), null).featureSwitch(TODAY)).isNull();
    }

    @Test
    void the_digits_of_a_number_stay() {
        assertThat(value(flag(true, new BigDecimal("0.250"), List.of(), null), "nurse"))
                .hasToString("0.250");
    }

    @Test
    void a_value_of_another_type_is_another_flag() {
        Flag before = flag(true, 1, List.of(), null);

        assertThatThrownBy(
                        () -> Flag.of("a", before, definition(true, "x", List.of(), null), TODAY, me(), Instant.EPOCH))
                .isInstanceOf(FlagTypeFixed.class);
    }

    @Test
    void values_of_rules_have_the_type_of_the_flag() {
        assertThatThrownBy(() -> flag(true, 1, List.of(rule("nurse", "x")), null))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.slug()).isEqualTo("invalid-input"));
    }

    @Test
    void an_end_in_the_past_may_stay_and_may_not_be_set() {
        Flag expired = flag(true, null, List.of(), TODAY);
        LocalDate later = TODAY.plusDays(9);

        assertThat(Flag.of("a", expired, definition(false, null, List.of(), TODAY), later, me(), Instant.EPOCH)
                        .version())
                .isEqualTo(2);
        assertThatThrownBy(
                        () -> Flag.of("a", null, definition(true, null, List.of(), TODAY), later, me(), Instant.EPOCH))
                .isInstanceOf(Problem.class);
    }

    private static Object value(Flag flag, String role) {
        return flag.value("anna", Set.of(role), TODAY, null);
    }

    private static Flag flag(
            boolean enabled, @Nullable Object value, List<FlagDefinition.Rule> rules, @Nullable LocalDate last) {
        return Flag.of("a", null, definition(enabled, value, rules, last), TODAY, me(), Instant.EPOCH);
    }

    private static FlagDefinition definition(
            boolean enabled, @Nullable Object value, List<FlagDefinition.Rule> rules, @Nullable LocalDate last) {
        return new FlagDefinition(enabled, value, rules, "for a test", last);
    }

    private static FlagDefinition.Rule rule(String role, Object value) {
        return new FlagDefinition.Rule(List.of(role), null, null, value);
    }

    private static Author me() {
        return new Author("me", "me");
    }
}
