package polyclinic.notes.projections.timeline;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Imaging, procedures, referrals, nursing and diets on a timeline. */
final class OrderTimeline {
    static final TimelineSource<Order> SOURCE = TimelineSource.of(
                    "order", Order.class, Order::patientId, Order::orderId, Order::occurredAt)
            .line("order.placed.v1", order -> order.noun() + " ordered")
            .staffLine("order.started.v1", order -> order.noun() + " begun")
            .line("order.completed.v1", order -> order.noun() + " done")
            .line("order.cancelled.v1", order -> order.noun() + " called off");

    private OrderTimeline() {}

    record Order(
            @Nullable UUID patientId,
            @Nullable UUID orderId,
            @Nullable Instant occurredAt,
            @Nullable String kind) {
        String noun() {
            return TimelineSource.noun(kind, "order");
        }
    }
}
