package polyclinic.appointment.orderwork;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Locale;
import polyclinic.appointment.access.WorkVisibility;
import polyclinic.appointment.orders.MedicalOrder;
import polyclinic.appointment.orders.MedicalOrders;
import polyclinic.appointment.orders.NewOrder;
import polyclinic.appointment.orders.OrderEvent;
import polyclinic.appointment.orders.OrderQueries;
import polyclinic.appointment.orders.OrderView;
import polyclinic.appointment.projections.PatientNames;
import polyclinic.appointment.tasks.NewTask;
import polyclinic.appointment.tasks.TaskMaking;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/** Places orders, and makes the task of each in the same transaction. */
@ApplicationScoped
class OrderPlacement {
    private final PatientNames patients;
    private final WorkVisibility visibility;
    private final OrderContexts contexts;
    private final MedicalOrders orders;
    private final OrderQueries queries;
    private final TaskMaking tasks;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    OrderPlacement(
            PatientNames patients,
            WorkVisibility visibility,
            OrderContexts contexts,
            MedicalOrders orders,
            OrderQueries queries,
            TaskMaking tasks,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.patients = patients;
        this.visibility = visibility;
        this.contexts = contexts;
        this.orders = orders;
        this.queries = queries;
        this.tasks = tasks;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** The patient is looked up before the transaction begins, because their owner may have to be asked. */
    Uni<Answer<OrderView>> place(PlaceOrder request, Caller caller) {
        PlaceOrder checked = request.checked();
        return patients.require(checked.patientId())
                .chain(() -> idempotency.once(
                        checked,
                        () -> visibility
                                .requirePlacing(caller, checked.patientId())
                                .chain(() -> order(checked, caller))
                                .map(order ->
                                        Answer.created("/api/v1/orders/" + order.id(), order.version(), order.view())),
                        earlier -> queries.reread(earlier.createdId(), caller)));
    }

    private Uni<MedicalOrder> order(PlaceOrder request, Caller caller) {
        return contexts.appointment(request).chain(appointment -> contexts.doctor(caller.subject())
                .map(doctor -> MedicalOrder.placed(
                        new NewOrder(
                                request.patientId(),
                                request.encounterId(),
                                appointment,
                                doctor,
                                caller.subject(),
                                request.kind(),
                                request.code(),
                                request.urgency(),
                                request.instructions(),
                                request.performer()),
                        clock.instant()))
                .call(orders::persistAndFlush)
                .call(order -> outbox.append(
                        audit.entry("create", "order", order.id(), order.patientId()),
                        new OrderEvent.Placed(order.snapshot())))
                .call(order -> tasks.make(task(order, request))));
    }

    private static NewTask task(MedicalOrder order, PlaceOrder request) {
        String kind = request.kind().name();
        return new NewTask(
                "order " + order.id(),
                order.id(),
                kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT) + ": "
                        + request.code().name(),
                order.patientId(),
                order.performerRole(),
                null,
                null,
                request.urgency(),
                new WorkSubject("order", order.id()),
                order.snapshot().orderedBy());
    }
}
