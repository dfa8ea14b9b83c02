package polyclinic.appointment.slots;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import polyclinic.appointment.schedules.Schedule;

/** Which slots can still be booked: those that lie ahead and whose time, with the pause after it, is not taken. */
final class Availability {
    private Availability() {}

    /** @param taken stretches that do not overlap each other, pauses included */
    static List<SlotView> of(
            List<Schedule.Interval> slots, List<Schedule.Interval> taken, Duration buffer, Instant now) {
        TreeMap<Instant, Schedule.Interval> byStart = new TreeMap<>(Comparator.naturalOrder());
        for (Schedule.Interval span : taken) byStart.put(span.start(), span);
        return slots.stream()
                .map(slot -> {
                    Instant until = slot.end().plus(buffer);
                    var last = byStart.lowerEntry(until);
                    boolean busy = last != null && last.getValue().overlaps(slot.start(), until);
                    return new SlotView(
                            slot.start(), slot.end(), !busy && !slot.start().isBefore(now));
                })
                .toList();
    }
}
