package polyclinic.appointment.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;

class TimetableTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

    @Test
    void midnight_as_a_closing_time_ends_the_day() {
        var timetable = weekly("18:00", "00:00").checked();

        assertThat(timetable.hoursOn(DAY).get(0).to()).hasToString("24:00");
    }

    @Test
    void hours_that_end_before_they_begin_are_refused() {
        refused(weekly("17:00", "09:00"), "weekly[0].to");
    }

    @Test
    void empty_hours_are_refused() {
        refused(weekly("09:00", "09:00"), "weekly[0].to");
    }

    @Test
    void hours_that_overlap_on_a_day_are_refused() {
        refused(
                new Timetable(30, 0, List.of(hours("09:00", "12:00"), hours("11:00", "14:00")), null, null, null),
                "weekly");
    }

    @Test
    void hours_that_touch_are_fine() {
        var timetable =
                new Timetable(30, 0, List.of(hours("12:00", "14:00"), hours("09:00", "12:00")), null, null, null);

        assertThat(timetable.checked().hoursOn(DAY)).hasSize(2);
    }

    @Test
    void a_date_is_either_closed_or_has_hours() {
        refused(special(new Timetable.SpecialDay(DAY, true, ClockTime.of("09:00"), null)), "exceptions[0]");
        refused(special(new Timetable.SpecialDay(DAY, false, ClockTime.of("09:00"), null)), "exceptions[0]");
        refused(special(new Timetable.SpecialDay(DAY, null, null, null)), "exceptions[0]");
        refused(
                special(
                        new Timetable.SpecialDay(DAY, true, null, null),
                        new Timetable.SpecialDay(DAY, null, ClockTime.of("09:00"), ClockTime.of("10:00"))),
                "exceptions");
    }

    @Test
    void exceptions_of_a_date_must_not_overlap() {
        refused(
                special(
                        new Timetable.SpecialDay(DAY, null, ClockTime.of("09:00"), ClockTime.of("11:00")),
                        new Timetable.SpecialDay(DAY, null, ClockTime.of("10:00"), ClockTime.of("12:00"))),
                "exceptions");
    }

    @Test
    void validity_must_not_end_before_it_begins() {
        refused(new Timetable(30, 0, List.of(), null, DAY, DAY.minusDays(1)), "validTo");
    }

    @Test
    void it_survives_being_stored() throws Exception {
        var timetable = new Timetable(
                30,
                5,
                List.of(hours("00:00", "24:00")),
                List.of(new Timetable.SpecialDay(DAY, true, null, null)),
                DAY,
                null);

        String json = Json.write(timetable);

        assertThat(Json.MAPPER.readValue(json, Timetable.class)).isEqualTo(timetable);
        assertThat(json).contains("\"day\":\"monday\"", "\"to\":\"24:00\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:01", "9:00", "25:00", "12:60", "noon", "", "12:00:30", "-1:00"})
    void what_is_no_time_of_day_is_refused(String text) {
        assertThatThrownBy(() -> ClockTime.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Timetable weekly(String from, String to) {
        return new Timetable(30, 0, List.of(hours(from, to)), null, null, null);
    }

    private static Timetable special(Timetable.SpecialDay... days) {
        return new Timetable(30, 0, List.of(), List.of(days), null, null);
    }

    private static Timetable.Hours hours(String from, String to) {
        return new Timetable.Hours(DayOfWeek.MONDAY, ClockTime.of(from), ClockTime.of(to));
    }

    private static void refused(Timetable timetable, String field) {
        assertThatThrownBy(timetable::checked).isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                        problem.members().toString())
                .contains("field=" + field + ","));
    }
}
