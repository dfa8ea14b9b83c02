package polyclinic.appointment.schedules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/**
 * A timetable on the real time line. The clinic thinks in local time, patients meet at instants; twice a year the two
 * disagree, so the rules are:
 *
 * <ul>
 *   <li>Hours are open from the first to the last instant at which the wall clock shows a time within them. Hours that begin
 *       or end in a gap begin or end at the change itself; hours across a repeated hour last an hour longer.
 *   <li>Hours that lie wholly within a repeated hour happen once, the first time.
 *   <li>Slots follow each other by elapsed time, so none is lost, doubled or shortened by a change.
 * </ul>
 */
public final class Schedule {
    private final ZoneId zone;
    private final Timetable timetable;
    private final Duration slot;
    private final Duration buffer;

    public Schedule(ZoneId zone, Timetable timetable) {
        this.zone = zone;
        this.timetable = timetable;
        this.slot = Duration.ofMinutes(timetable.slotMinutes());
        this.buffer = Duration.ofMinutes(timetable.buffer());
    }

    /** A stretch of time, the end excluded. */
    public record Interval(Instant start, Instant end) {
        public boolean overlaps(Instant from, Instant to) {
            return start.isBefore(to) && from.isBefore(end);
        }
    }

    public Duration slotLength() {
        return slot;
    }

    public Duration buffer() {
        return buffer;
    }

    public ZoneId zone() {
        return zone;
    }

    /** Opening hours on a local date, apart from each other and in order. */
    List<Interval> openOn(LocalDate date) {
        List<Interval> open = new ArrayList<>();
        Instant free = Instant.MIN;
        for (Timetable.DayHours hours : timetable.hoursOn(date)) {
            LocalDateTime from = hours.from().on(date);
            Instant start = opening(from);
            Instant end = closing(from, hours.to().on(date));
            if (start.isBefore(free)) start = free;
            if (!start.isBefore(end)) continue;
            open.add(new Interval(start, end));
            free = end;
        }
        return open;
    }

    /** Every consultation slot that begins in {@code [from, to)}. */
    public List<Interval> slots(Instant from, Instant to) {
        return slots(from, to, Integer.MAX_VALUE);
    }

    /** The first of them, at most {@code limit}: a timetable of minutes has some ten thousand in a week. */
    public List<Interval> slots(Instant from, Instant to, int limit) {
        List<Interval> slots = new ArrayList<>();
        for (LocalDate date = date(from).minusDays(1); !date.isAfter(date(to)); date = date.plusDays(1))
            for (Interval open : openOn(date))
                for (Instant start = open.start();
                        !start.plus(slot).isAfter(open.end());
                        start = start.plus(slot).plus(buffer))
                    if (!start.isBefore(from) && start.isBefore(to)) {
                        if (slots.size() == limit) return slots;
                        slots.add(new Interval(start, start.plus(slot)));
                    }
        return slots;
    }

    /** Whether the doctor is there for the whole of {@code [start, end)}; hours that touch count as one. */
    public boolean isOpen(Instant start, Instant end) {
        Instant covered = start;
        for (LocalDate date = date(start).minusDays(1); !date.isAfter(date(end)); date = date.plusDays(1))
            for (Interval open : openOn(date)) {
                if (!open.start().isAfter(covered) && open.end().isAfter(covered)) covered = open.end();
                if (!covered.isBefore(end)) return true;
            }
        return false;
    }

    /** Whether a consultation slot begins exactly then. */
    public boolean isSlot(Instant start) {
        return !slots(start, start.plusNanos(1)).isEmpty();
    }

    private LocalDate date(Instant instant) {
        return instant.atZone(zone).toLocalDate();
    }

    private Instant opening(LocalDateTime from) {
        ZoneOffsetTransition change = zone.getRules().getTransition(from);
        if (change == null) return from.toInstant(zone.getRules().getOffset(from));
        return change.isGap() ? change.getInstant() : from.toInstant(change.getOffsetBefore());
    }

    private Instant closing(LocalDateTime from, LocalDateTime to) {
        ZoneOffsetTransition change = zone.getRules().getTransition(to);
        if (change == null) return to.toInstant(zone.getRules().getOffset(to));
        if (change.isGap()) return change.getInstant();
        // The end of the hours is excluded: ending where the repeated hour begins, they see it only once.
        boolean once = !to.isAfter(change.getDateTimeAfter()) || !from.isBefore(change.getDateTimeAfter());
        return to.toInstant(once ? change.getOffsetBefore() : change.getOffsetAfter());
    }
}
