package polyclinic.appointment.orderwork;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import polyclinic.appointment.alerts.AlertFact;
import polyclinic.appointment.alerts.AlertKind;
import polyclinic.appointment.alerts.AlertRaising;
import polyclinic.appointment.orders.MedicalOrder;
import polyclinic.appointment.orders.MedicalOrders;
import polyclinic.appointment.orders.OrderStatus;
import polyclinic.appointment.work.WorkSubject;

/**
 * What becomes of the orders of an appointment that is cancelled, in its transaction: who has not begun does not begin; what is being done
 * or is done stays as it is, and an alert tells of it.
 */
@ApplicationScoped
public class OrderCancellation {
    private static final String REASON = "the appointment was cancelled";

    private final MedicalOrders orders;
    private final OrderWork work;
    private final AlertRaising alerts;
    private final Clock clock;

    OrderCancellation(MedicalOrders orders, OrderWork work, AlertRaising alerts, Clock clock) {
        this.orders = orders;
        this.work = work;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** In the open transaction, which holds the appointment's row: no order is placed for it meanwhile. */
    public Uni<Void> ofAppointment(UUID appointmentId) {
        return orders.lockOfAppointment(appointmentId).chain(found -> Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(order -> cancel(order, appointmentId))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> cancel(MedicalOrder order, UUID appointmentId) {
        if (order.status() == OrderStatus.ACTIVE) return work.cancel(order, REASON);
        if (order.status() == OrderStatus.CANCELLED) return Uni.createFrom().voidItem();
        return alerts.raise(AlertFact.of(
                        AlertKind.CANCELLATION_INCOMPLETE,
                        appointmentId + " " + order.id(),
                        new WorkSubject("order", order.id()),
                        order.patientId(),
                        order.doctorId(),
                        clock.instant())
                .because(order.status().wire().replace('_', '-')));
    }
}
