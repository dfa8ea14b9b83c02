package polyclinic.appointment.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.schedules.Schedule.Interval;

class AvailabilityTest {
    private static final List<Interval> SLOTS =
            List.of(span("09:00", "09:20"), span("09:30", "09:50"), span("10:00", "10:20"));
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Instant EARLY = Instant.parse("2026-06-01T06:00:00Z");

    @Test
    void a_slot_is_taken_by_whatever_overlaps_it_or_the_pause_after_it() {
        assertThat(free(List.of(span("09:25", "09:35")))).containsExactly(false, false, true);
        assertThat(free(List.of(span("09:30", "10:00")))).containsExactly(true, false, true);
        assertThat(free(List.of(span("08:00", "11:00")))).containsExactly(false, false, false);
        assertThat(free(List.of())).containsExactly(true, true, true);
    }

    @Test
    void what_has_begun_is_not_free() {
        var views = Availability.of(SLOTS, List.of(), PAUSE, Instant.parse("2026-06-01T09:00:01Z"));

        assertThat(views).extracting(SlotView::free).containsExactly(false, true, true);
    }

    private static List<Boolean> free(List<Interval> taken) {
        return Availability.of(SLOTS, taken, PAUSE, EARLY).stream()
                .map(SlotView::free)
                .toList();
    }

    private static Interval span(String from, String to) {
        return new Interval(Instant.parse("2026-06-01T" + from + ":00Z"), Instant.parse("2026-06-01T" + to + ":00Z"));
    }
}
