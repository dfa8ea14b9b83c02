package polyclinic.appointment.slots;

import java.time.Instant;
import java.util.List;

record SlotView(Instant start, Instant end, boolean free) {
    /** {@code {"items": […]}}: a period has a bounded number of slots, so there are no pages. */
    record All(List<SlotView> items) {}
}
