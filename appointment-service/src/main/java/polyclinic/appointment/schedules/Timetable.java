package polyclinic.appointment.schedules;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * When a doctor sees patients, as the clinic writes it down: weekly hours in the doctor's local time and the days that
 * differ. It is the request, the stored form and part of the view; {@link Schedule} puts it into a time zone.
 *
 * @param slotMinutes length of a consultation
 * @param bufferMinutes pause after each consultation, 0 when absent
 * @param weekly hours of each weekday; a day that is missing is closed
 * @param exceptions dates on which other hours hold, or none
 * @param validFrom first date that the timetable holds for, unbounded when absent
 * @param validTo last date that it holds for, unbounded when absent
 */
record Timetable(
        @NotNull @Min(1) @Max(720) Integer slotMinutes,
        @Min(0) @Max(240) @Nullable Integer bufferMinutes,
        @NotNull @Size(max = 100) List<@NotNull @Valid Hours> weekly,
        @Size(max = 1000) @Nullable List<@NotNull @Valid SpecialDay> exceptions,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo) {

    /** Opening hours of one weekday; a day may have several. */
    public record Hours(
            @NotNull DayOfWeek day,
            @NotNull ClockTime from,
            @NotNull ClockTime to) {}

    /** One date that differs: {@code closed}, or open {@code from}–{@code to} in place of the weekday's hours. */
    public record SpecialDay(
            @NotNull LocalDate date,
            @Nullable Boolean closed,
            @Nullable ClockTime from,
            @Nullable ClockTime to) {
        boolean closedAllDay() {
            return Boolean.TRUE.equals(closed);
        }

        /** The hours of an open day; 422 when they are not given, or given for a closed one. */
        Optional<DayHours> hours(String field) {
            if (closedAllDay() && (from != null || to != null))
                throw Problem.invalid(field, "is either closed or has hours");
            if (closedAllDay()) return Optional.empty();
            if (from == null || to == null) throw Problem.invalid(field, "must be closed or have from and to");
            return Optional.of(new DayHours(from, to));
        }
    }

    /** Hours on one day, without saying which. */
    record DayHours(ClockTime from, ClockTime to) {
        DayHours {
            to = to.asClosing();
        }
    }

    int buffer() {
        return bufferMinutes == null ? 0 : bufferMinutes;
    }

    private List<SpecialDay> specialDays() {
        return exceptions == null ? List.of() : exceptions;
    }

    /** The hours that hold on a date, earliest first. */
    List<DayHours> hoursOn(LocalDate date) {
        if (validFrom != null && date.isBefore(validFrom) || validTo != null && date.isAfter(validTo)) return List.of();
        List<SpecialDay> differing =
                specialDays().stream().filter(day -> day.date().equals(date)).toList();
        return sorted(differing.isEmpty() ? weeklyHours(date.getDayOfWeek()) : specialHours(differing));
    }

    private List<DayHours> weeklyHours(DayOfWeek day) {
        return weekly.stream()
                .filter(hours -> hours.day() == day)
                .map(hours -> new DayHours(hours.from(), hours.to()))
                .toList();
    }

    private static List<DayHours> specialHours(List<SpecialDay> days) {
        return days.stream().flatMap(day -> day.hours("exceptions").stream()).toList();
    }

    /** 422 for what no field says alone: hours that end before they begin or overlap, a date both open and closed. */
    public Timetable checked() {
        if (validFrom != null && validTo != null && validTo.isBefore(validFrom))
            throw Problem.invalid("validTo", "must not be before validFrom");
        for (int i = 0; i < weekly.size(); i++)
            checkOrder(
                    "weekly[" + i + "]",
                    new DayHours(weekly.get(i).from(), weekly.get(i).to()));
        for (DayOfWeek day : DayOfWeek.values()) checkApart("weekly", weeklyHours(day));
        checkExceptions();
        return this;
    }

    private void checkExceptions() {
        List<SpecialDay> days = specialDays();
        for (int i = 0; i < days.size(); i++) {
            String field = "exceptions[" + i + "]";
            days.get(i).hours(field).ifPresent(hours -> checkOrder(field, hours));
        }
        days.stream().collect(Collectors.groupingBy(SpecialDay::date)).forEach((date, sameDay) -> {
            if (sameDay.size() > 1 && sameDay.stream().anyMatch(SpecialDay::closedAllDay))
                throw Problem.invalid("exceptions", "name a closed date once");
            checkApart("exceptions", hoursOn(date));
        });
    }

    private static void checkOrder(String field, DayHours hours) {
        if (hours.to().compareTo(hours.from()) <= 0) throw Problem.invalid(field + ".to", "must be after from");
    }

    private static void checkApart(String field, List<DayHours> hours) {
        List<DayHours> ordered = sorted(hours);
        for (int i = 1; i < ordered.size(); i++)
            if (ordered.get(i).from().compareTo(ordered.get(i - 1).to()) < 0)
                throw Problem.invalid(field, "must not overlap on the same day");
    }

    private static List<DayHours> sorted(List<DayHours> hours) {
        return hours.stream().sorted(Comparator.comparing(DayHours::from)).toList();
    }
}
