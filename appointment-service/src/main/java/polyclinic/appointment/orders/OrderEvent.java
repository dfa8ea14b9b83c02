package polyclinic.appointment.orders;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.work.StaffRole;
import polyclinic.appointment.work.WorkPriority;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/**
 * Events about orders that appointment-service publishes on {@code appointment.events}. Each carries the whole order but for
 * its instructions, outcome and reason. Fields are only ever added.
 */
public sealed interface OrderEvent extends Event {
    Snapshot order();

    @Override
    default UUID aggregateId() {
        return order().orderId();
    }

    /**
     * The order as the event left it.
     *
     * @param doctorId the doctor who placed it, absent when an administrator did
     * @param orderedBy {@code sub} of the account that placed it
     * @param code what is ordered, so that it can be priced
     * @param documentId the asset that tells the outcome
     */
    record Snapshot(
            UUID orderId,
            long version,
            UUID patientId,
            @Nullable UUID encounterId,
            @Nullable UUID appointmentId,
            @Nullable UUID doctorId,
            String orderedBy,
            OrderKind kind,
            OrderedCode code,
            WorkPriority priority,
            StaffRole performerRole,
            OrderStatus status,
            @Nullable UUID documentId,
            Instant occurredAt) {}

    @EventType("order.placed.v1")
    record Placed(@JsonUnwrapped Snapshot order) implements OrderEvent {}

    @EventType("order.started.v1")
    record Started(@JsonUnwrapped Snapshot order) implements OrderEvent {}

    @EventType("order.completed.v1")
    record Completed(@JsonUnwrapped Snapshot order) implements OrderEvent {}

    @EventType("order.cancelled.v1")
    record Cancelled(@JsonUnwrapped Snapshot order) implements OrderEvent {}
}
