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
import java.util.stream.Collectors;
import polyclinic.commons.problem.Problem;

/**
 * When a doctor sees patients, as the clinic writes it down: weekly hours in the doctor's local time and the days that
 * differ. It is the request, what is stored, and what is read back; {@link Schedule} gives it a time zone and does the sums.
 *
 * @param slotMinutes length of a consultation
 * @param bufferMinutes pause after each consultation, 0 when absent
 * @param weekly hours of each weekday; a day that is missing is closed
 * @param exceptions dates on which other hours hold, or none
 * @param validFrom first date that the timetable holds for, or null for always
 * @param validTo last date that it holds for, or null for ever
 */
public record Timetable(
        @NotNull @Min(1) @Max(720) Integer slotMinutes,
        @Min(0) @Max(240) Integer bufferMinutes,
        @NotNull @Size(max = 100) List<@NotNull @Valid Hours> weekly,
        @Size(max = 1000) List<@NotNull @Valid SpecialDay> exceptions,
        LocalDate validFrom,
        LocalDate validTo) {

    /** Opening hours of one weekday; a day may have several. */
    public record Hours(
            @NotNull DayOfWeek day,
            @NotNull ClockTime from,
            @NotNull ClockTime to) {}

    /** One date that differs: {@code closed}, or open {@code from}–{@code to} in place of the weekday's hours. */
    public record SpecialDay(@NotNull LocalDate date, Boolean closed, ClockTime from, ClockTime to) {
        boolean shut() {
            return Boolean.TRUE.equals(closed);
        }
    }

    /** Hours on one day, without saying which. */
    record Span(ClockTime from, ClockTime to) {}

    int buffer() {
        return bufferMinutes == null ? 0 : bufferMinutes;
    }

    /** The hours that hold on a date, earliest first. */
    List<Span> spansOn(LocalDate date) {
        if (validFrom != null && date.isBefore(validFrom) || validTo != null && date.isAfter(validTo)) return List.of();
        List<SpecialDay> differing = exceptionsOn(date);
        if (!differing.isEmpty())
            return sorted(differing.stream()
                    .filter(exception -> !exception.shut())
                    .map(exception -> new Span(exception.from(), exception.to().asClosing()))
                    .toList());
        return sorted(weekly.stream()
                .filter(hours -> hours.day() == date.getDayOfWeek())
                .map(hours -> new Span(hours.from(), hours.to().asClosing()))
                .toList());
    }

    /** 422 for what no field says alone: hours that end before they begin or overlap, a date both open and closed. */
    public Timetable checked() {
        if (validFrom != null && validTo != null && validTo.isBefore(validFrom))
            throw Problem.invalid("validTo", "must not be before validFrom");
        for (int i = 0; i < weekly.size(); i++)
            checkOrder("weekly[" + i + "]", weekly.get(i).from(), weekly.get(i).to());
        for (DayOfWeek day : DayOfWeek.values())
            checkApart(
                    "weekly",
                    weekly.stream()
                            .filter(hours -> hours.day() == day)
                            .map(hours -> new Span(hours.from(), hours.to().asClosing()))
                            .toList());
        if (exceptions != null) checkExceptions();
        return this;
    }

    private void checkExceptions() {
        for (int i = 0; i < exceptions.size(); i++) {
            SpecialDay exception = exceptions.get(i);
            String field = "exceptions[" + i + "]";
            boolean hasHours = exception.from() != null || exception.to() != null;
            if (exception.shut() && hasHours) throw Problem.invalid(field, "is either closed or has hours");
            if (exception.shut()) continue;
            if (exception.from() == null || exception.to() == null)
                throw Problem.invalid(field, "must be closed or have from and to");
            checkOrder(field, exception.from(), exception.to());
        }
        exceptions.stream().collect(Collectors.groupingBy(SpecialDay::date)).forEach((date, sameDay) -> {
            boolean closed = sameDay.stream().anyMatch(SpecialDay::shut);
            if (closed && sameDay.size() > 1) throw Problem.invalid("exceptions", "name a closed date once");
            if (!closed) checkApart("exceptions", spansOn(date));
        });
    }

    private List<SpecialDay> exceptionsOn(LocalDate date) {
        if (exceptions == null) return List.of();
        return exceptions.stream()
                .filter(exception -> exception.date().equals(date))
                .toList();
    }

    private static void checkOrder(String field, ClockTime from, ClockTime to) {
        if (to.asClosing().compareTo(from) <= 0) throw Problem.invalid(field + ".to", "must be after from");
    }

    private static void checkApart(String field, List<Span> spans) {
        List<Span> ordered = sorted(spans);
        for (int i = 1; i < ordered.size(); i++)
            if (ordered.get(i).from().compareTo(ordered.get(i - 1).to()) < 0)
                throw Problem.invalid(field, "must not overlap on the same day");
    }

    private static List<Span> sorted(List<Span> spans) {
        return spans.stream().sorted(Comparator.comparing(Span::from)).toList();
    }
}
