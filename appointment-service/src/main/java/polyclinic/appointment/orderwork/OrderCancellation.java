package polyclinic.appointment.orderwork;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.alerts.AlertFact;
import polyclinic.appointment.alerts.AlertKind;
import polyclinic.appointment.alerts.AlertRaising;
import polyclinic.appointment.orders.MedicalOrder;
import polyclinic.appointment.orders.MedicalOrders;
import polyclinic.appointment.orders.OrderStatus;
import polyclinic.appointment.work.WorkSubject;

/**
 * What becomes of the orders of a visit that does not take place or is broken off, in the transaction that ends it: who has not begun does not
 * begin; what is being done or is done stays as it is, and an alert tells of it.
 */
@ApplicationScoped
public class OrderCancellation {
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
    public Uni<Void> ofCancelledAppointment(UUID appointmentId) {
        return orders.lockOfAppointment(appointmentId)
                .chain(found -> cancel(found, appointmentId, "the appointment was cancelled"));
    }

    /** The same of an appointment to which the patient did not come. */
    public Uni<Void> ofMissedAppointment(UUID appointmentId) {
        return orders.lockOfAppointment(appointmentId)
                .chain(found -> cancel(found, appointmentId, "the patient did not come"));
    }

    /** The same of a walk-in's encounter, whose row the open transaction holds. */
    public Uni<Void> ofEncounter(UUID encounterId) {
        return orders.lockOfEncounter(encounterId)
                .chain(found -> cancel(found, encounterId, "the encounter was cancelled"));
    }

    private Uni<Void> cancel(List<MedicalOrder> found, UUID visit, String reason) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(order -> cancel(order, visit, reason))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> cancel(MedicalOrder order, UUID visit, String reason) {
        if (order.status() == OrderStatus.ACTIVE) return work.cancel(order, reason);
        if (order.status() == OrderStatus.CANCELLED) return Uni.createFrom().voidItem();
        return alerts.raise(AlertFact.of(
                        AlertKind.CANCELLATION_INCOMPLETE,
                        visit + " " + order.id(),
                        new WorkSubject("order", order.id()),
                        order.patientId(),
                        order.doctorId(),
                        clock.instant())
                .because(order.status().wire().replace('_', '-')));
    }
}
