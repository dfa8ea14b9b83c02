package polyclinic.appointment.slots;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import polyclinic.appointment.schedules.Schedule;

/** Which slots can still be booked: those ahead whose time, with the pause after it, nothing else has taken. */
final class Free {
    private Free() {}

    /** @param taken stretches that do not overlap each other, pauses included */
    static List<SlotView> of(List<Schedule.Span> slots, List<Schedule.Span> taken, Duration buffer, Instant now) {
        TreeMap<Instant, Schedule.Span> byStart = new TreeMap<>(Comparator.naturalOrder());
        for (Schedule.Span span : taken) byStart.put(span.start(), span);
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
