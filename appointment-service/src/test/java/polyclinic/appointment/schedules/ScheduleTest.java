package polyclinic.appointment.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneId HAVANA = ZoneId.of("America/Havana");
    private static final ZoneId BEIRUT = ZoneId.of("Asia/Beirut");

    /** Clocks go from 02:00 to 03:00 in Berlin. */
    private static final LocalDate BERLIN_GAP = LocalDate.of(2026, 3, 29);
    /** 02:00–03:00 happens twice in Berlin. */
    private static final LocalDate BERLIN_OVERLAP = LocalDate.of(2026, 10, 25);

    private static final LocalDate NEW_YORK_GAP = LocalDate.of(2026, 3, 8);
    private static final LocalDate NEW_YORK_OVERLAP = LocalDate.of(2026, 11, 1);
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);

    @Test
    void local_hours_keep_their_wall_clock_time_in_summer_and_winter() {
        var schedule = daily(BERLIN, 30, "09:00", "10:00");

        assertThat(starts(schedule, LocalDate.of(2026, 1, 12))).containsExactly("08:00Z", "08:30Z");
        assertThat(starts(schedule, LocalDate.of(2026, 7, 13))).containsExactly("07:00Z", "07:30Z");
    }

    @Test
    void hours_across_a_gap_are_an_hour_shorter_and_no_slot_lies_in_it() {
        var berlin = daily(BERLIN, 30, "01:00", "04:00");
        var newYork = daily(NEW_YORK, 30, "01:00", "04:00");

        assertThat(starts(berlin, BERLIN_GAP)).containsExactly("00:00Z", "00:30Z", "01:00Z", "01:30Z");
        assertThat(starts(newYork, NEW_YORK_GAP)).containsExactly("06:00Z", "06:30Z", "07:00Z", "07:30Z");
    }

    @Test
    void hours_across_a_repeated_hour_are_an_hour_longer_and_both_passes_have_slots() {
        var berlin = daily(BERLIN, 60, "01:00", "04:00");
        var newYork = daily(NEW_YORK, 60, "00:00", "03:00");

        assertThat(starts(berlin, BERLIN_OVERLAP)).containsExactly("23:00Z", "00:00Z", "01:00Z", "02:00Z");
        assertThat(starts(newYork, NEW_YORK_OVERLAP)).containsExactly("04:00Z", "05:00Z", "06:00Z", "07:00Z");
    }

    @Test
    void hours_that_begin_or_end_in_a_gap_begin_or_end_at_the_change() {
        assertThat(open(BERLIN, BERLIN_GAP, "02:30", "04:00")).containsExactly(span("01:00", "02:00"));
        assertThat(open(BERLIN, BERLIN_GAP, "01:00", "02:30")).containsExactly(span("00:00", "01:00"));
        assertThat(open(NEW_YORK, NEW_YORK_GAP, "02:30", "04:00")).containsExactly(span("07:00", "08:00"));
    }

    @Test
    void hours_wholly_within_a_gap_do_not_happen() {
        assertThat(open(BERLIN, BERLIN_GAP, "02:00", "03:00")).isEmpty();
        assertThat(open(NEW_YORK, NEW_YORK_GAP, "02:15", "02:45")).isEmpty();
    }

    @Test
    void hours_wholly_within_a_repeated_hour_happen_once() {
        assertThat(open(BERLIN, BERLIN_OVERLAP, "02:00", "02:30")).containsExactly(span("00:00", "00:30"));
        assertThat(open(NEW_YORK, NEW_YORK_OVERLAP, "01:15", "01:45")).containsExactly(span("05:15", "05:45"));
    }

    @Test
    void hours_that_follow_each_other_within_a_repeated_hour_do_not_overlap() {
        var schedule = schedule(BERLIN, 30, hours("01:00", "02:30"), hours("02:30", "04:00"));

        List<Schedule.Interval> open = schedule.openOn(BERLIN_OVERLAP);

        assertThat(open.get(1).start()).isAfterOrEqualTo(open.get(0).end());
        assertThat(schedule.slots(at(BERLIN, BERLIN_OVERLAP), at(BERLIN, BERLIN_OVERLAP.plusDays(1))))
                .doesNotHaveDuplicates();
    }

    @Test
    void hours_until_midnight_end_before_a_repeated_midnight_hour() {
        // In Havana 00:00–01:00 of 1 November 2026 happens twice.
        assertThat(open(HAVANA, LocalDate.of(2026, 10, 31), "23:00", "24:00")).containsExactly(span("03:00", "04:00"));
    }

    @Test
    void hours_from_a_midnight_that_does_not_exist_begin_at_the_change() {
        // In Beirut clocks go from 00:00 to 01:00 on 29 March 2026.
        assertThat(open(BEIRUT, LocalDate.of(2026, 3, 29), "00:00", "02:00")).containsExactly(span("22:00", "23:00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-06-01"})
    void around_the_clock_slots_cover_every_day_without_hole_or_overlap(LocalDate day) {
        for (ZoneId zone : List.of(BERLIN, NEW_YORK, HAVANA, BEIRUT)) {
            var schedule = daily(zone, 15, "00:00", "24:00");

            List<Schedule.Interval> slots = schedule.slots(at(zone, day), at(zone, day.plusDays(1)));

            assertThat(slots.get(0).start()).isEqualTo(at(zone, day));
            assertThat(slots.get(slots.size() - 1).end()).isEqualTo(at(zone, day.plusDays(1)));
            for (int i = 1; i < slots.size(); i++)
                assertThat(slots.get(i).start()).isEqualTo(slots.get(i - 1).end());
        }
    }

    @Test
    void an_appointment_across_the_change_lasts_as_long_as_any_other() {
        var schedule = daily(BERLIN, 60, "00:00", "24:00");
        Instant before = Instant.parse("2026-10-25T00:30:00Z");

        assertThat(schedule.isOpen(before, before.plus(Duration.ofMinutes(90)))).isTrue();
    }

    @Test
    void hours_that_touch_at_midnight_count_as_one() {
        var schedule = daily(BERLIN, 30, "00:00", "24:00");
        Instant late = Instant.parse("2026-06-01T21:45:00Z");

        assertThat(schedule.isOpen(late, late.plus(Duration.ofMinutes(30)))).isTrue();
    }

    @Test
    void the_doctor_is_not_there_before_within_a_break_or_after() {
        var schedule = schedule(BERLIN, 30, hours("09:00", "12:00"), hours("13:00", "17:00"));

        assertThat(isOpen(schedule, "2026-06-01T07:00:00Z", 30)).isTrue();
        assertThat(isOpen(schedule, "2026-06-01T06:45:00Z", 30)).isFalse();
        assertThat(isOpen(schedule, "2026-06-01T09:45:00Z", 30)).isFalse();
        assertThat(isOpen(schedule, "2026-06-01T10:00:00Z", 30)).isFalse();
        assertThat(isOpen(schedule, "2026-06-01T14:45:00Z", 30)).isFalse();
        assertThat(isOpen(schedule, "2026-06-01T09:00:00Z", 180)).isFalse();
    }

    @Test
    void a_buffer_keeps_slots_apart() {
        var schedule = new Schedule(BERLIN, new Timetable(20, 10, List.of(monday("09:00", "10:30")), null, null, null));

        assertThat(starts(schedule, MONDAY)).containsExactly("07:00Z", "07:30Z", "08:00Z");
    }

    @Test
    void a_rest_that_is_shorter_than_a_slot_is_no_slot() {
        var schedule = new Schedule(BERLIN, new Timetable(25, 0, List.of(monday("09:00", "10:00")), null, null, null));

        assertThat(starts(schedule, MONDAY)).containsExactly("07:00Z", "07:25Z");
    }

    @Test
    void a_closed_date_has_no_hours() {
        var schedule = with(new Timetable.SpecialDay(MONDAY, true, null, null));

        assertThat(schedule.openOn(MONDAY)).isEmpty();
        assertThat(schedule.openOn(MONDAY.plusWeeks(1))).hasSize(1);
    }

    @Test
    void the_hours_of_an_exception_replace_those_of_the_weekday() {
        var schedule = with(
                new Timetable.SpecialDay(MONDAY, null, ClockTime.of("14:00"), ClockTime.of("15:00")),
                new Timetable.SpecialDay(MONDAY, false, ClockTime.of("08:00"), ClockTime.of("09:00")));

        assertThat(texts(schedule.openOn(MONDAY))).containsExactly(span("06:00", "07:00"), span("12:00", "13:00"));
    }

    @Test
    void an_exception_may_open_a_day_that_is_closed_otherwise() {
        LocalDate sunday = MONDAY.minusDays(1);
        var schedule = with(new Timetable.SpecialDay(sunday, null, ClockTime.of("10:00"), ClockTime.of("11:00")));

        assertThat(texts(schedule.openOn(sunday))).containsExactly(span("08:00", "09:00"));
    }

    @Test
    void outside_its_validity_a_timetable_has_no_hours() {
        var schedule = new Schedule(
                BERLIN, new Timetable(30, null, List.of(monday("09:00", "10:00")), null, MONDAY, MONDAY.plusWeeks(1)));

        assertThat(schedule.openOn(MONDAY.minusWeeks(1))).isEmpty();
        assertThat(schedule.openOn(MONDAY)).hasSize(1);
        assertThat(schedule.openOn(MONDAY.plusWeeks(1))).hasSize(1);
        assertThat(schedule.openOn(MONDAY.plusWeeks(2))).isEmpty();
    }

    @Test
    void only_the_beginning_of_a_slot_is_a_slot() {
        var schedule = daily(NEW_YORK, 30, "09:00", "10:00");

        assertThat(schedule.isSlot(Instant.parse("2026-06-01T13:30:00Z"))).isTrue();
        assertThat(schedule.isSlot(Instant.parse("2026-06-01T13:15:00Z"))).isFalse();
        assertThat(schedule.isSlot(Instant.parse("2026-06-01T14:00:00Z"))).isFalse();
    }

    private static Schedule daily(ZoneId zone, int slotMinutes, String from, String to) {
        return new Schedule(zone, new Timetable(slotMinutes, 0, week(from, to), null, null, null));
    }

    private static Schedule schedule(
            ZoneId zone, int slotMinutes, List<Timetable.Hours> first, List<Timetable.Hours> second) {
        var weekly = Stream.concat(first.stream(), second.stream()).toList();
        return new Schedule(zone, new Timetable(slotMinutes, 0, weekly, null, null, null));
    }

    private static Schedule with(Timetable.SpecialDay... exceptions) {
        return new Schedule(
                BERLIN, new Timetable(30, 0, List.of(monday("09:00", "17:00")), List.of(exceptions), null, null));
    }

    private static List<Timetable.Hours> hours(String from, String to) {
        return week(from, to);
    }

    private static List<Timetable.Hours> week(String from, String to) {
        return Stream.of(DayOfWeek.values())
                .map(day -> new Timetable.Hours(day, ClockTime.of(from), ClockTime.of(to)))
                .toList();
    }

    private static Timetable.Hours monday(String from, String to) {
        return new Timetable.Hours(DayOfWeek.MONDAY, ClockTime.of(from), ClockTime.of(to));
    }

    private static List<String> open(ZoneId zone, LocalDate day, String from, String to) {
        return texts(daily(zone, 30, from, to).openOn(day));
    }

    private static List<String> texts(List<Schedule.Interval> spans) {
        return spans.stream()
                .map(open -> time(open.start()) + "–" + time(open.end()))
                .toList();
    }

    private static List<String> starts(Schedule schedule, LocalDate day) {
        return schedule.slots(at(schedule.zone(), day), at(schedule.zone(), day.plusDays(1))).stream()
                .map(slot -> time(slot.start()) + "Z")
                .toList();
    }

    private static boolean isOpen(Schedule schedule, String start, int minutes) {
        Instant from = Instant.parse(start);
        return schedule.isOpen(from, from.plus(Duration.ofMinutes(minutes)));
    }

    private static Instant at(ZoneId zone, LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static String span(String from, String to) {
        return from + "–" + to;
    }

    private static String time(Instant instant) {
        return instant.toString().substring(11, 16);
    }
}
