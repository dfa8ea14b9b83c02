package polyclinic.appointment.orderwork;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Provider;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import polyclinic.appointment.orders.MedicalOrder;
import polyclinic.appointment.orders.MedicalOrders;
import polyclinic.appointment.orders.OrderEvent;
import polyclinic.appointment.orders.OrderQueries;
import polyclinic.appointment.orders.OrderView;
import polyclinic.appointment.tasks.Task;
import polyclinic.appointment.tasks.TaskMaking;
import polyclinic.appointment.tasks.TaskStatus;
import polyclinic.appointment.tasks.Tasks;
import polyclinic.appointment.taskwork.OrderPerformance;
import polyclinic.appointment.taskwork.TaskWork;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

/**
 * Starts, completes and cancels orders; the task of an order follows in the same transaction. The order's row is locked first, then its
 * task's.
 */
@ApplicationScoped
class OrderWork implements OrderPerformance {
    private final MedicalOrders orders;
    private final OrderQueries queries;
    private final Tasks tasks;
    private final TaskMaking making;
    private final Provider<TaskWork> taskWork;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    OrderWork(
            MedicalOrders orders,
            OrderQueries queries,
            Tasks tasks,
            TaskMaking making,
            Provider<TaskWork> taskWork,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.orders = orders;
        this.queries = queries;
        this.tasks = tasks;
        this.making = making;
        this.taskWork = taskWork;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<OrderView>> start(UUID id, EmptyBody request, Caller caller) {
        return once(request, caller, id, () -> orders.lockToPerform(id, caller), order -> {
            order.start(clock.instant());
            return orders.flush()
                    .chain(() -> outbox.append(
                            entry("start", order).withChangedFields(List.of("status")),
                            new OrderEvent.Started(order.snapshot())))
                    .chain(() -> making.claimOfOrder(order.id(), caller));
        });
    }

    Uni<Answer<OrderView>> complete(UUID id, CompleteOrder request, Caller caller) {
        return once(request, caller, id, () -> orders.lockToPerform(id, caller), order -> {
            order.complete(request.outcome(), request.documentId(), clock.instant());
            return completed(order, List.of("status", "outcome", "documentId"))
                    .chain(() -> making.endOfOrder(order.id(), TaskStatus.COMPLETED));
        });
    }

    /** The task decides whether it is the caller's to do. */
    @Override
    public Uni<Task> complete(UUID orderId, Caller caller) {
        return orders.lock(orderId).chain(order -> tasks.lockOfOrder(orderId)
                .call(task -> taskWork.get().complete(task, caller))
                .call(task -> {
                    order.completeWithoutOutcome(clock.instant());
                    return completed(order, List.of("status"));
                }));
    }

    Uni<Answer<OrderView>> cancel(UUID id, CancelOrder request, Caller caller) {
        return once(request, caller, id, () -> orders.lock(id, caller), order -> cancel(order, request.reason()));
    }

    /** In the open transaction: cancels a locked order and its task. */
    Uni<Void> cancel(MedicalOrder order, String reason) {
        order.cancel(reason, clock.instant());
        return orders.flush()
                .chain(() -> outbox.append(
                        entry("cancel", order).withChangedFields(List.of("status", "cancellationReason")),
                        new OrderEvent.Cancelled(order.snapshot())))
                .chain(() -> making.endOfOrder(order.id(), TaskStatus.CANCELLED));
    }

    private Uni<Void> completed(MedicalOrder order, List<String> changed) {
        return orders.flush()
                .chain(() -> outbox.append(
                        entry("complete", order).withChangedFields(changed),
                        new OrderEvent.Completed(order.snapshot())));
    }

    private Uni<Answer<OrderView>> once(
            Object request,
            Caller caller,
            UUID id,
            Supplier<Uni<MedicalOrder>> locked,
            Function<MedicalOrder, Uni<?>> step) {
        return idempotency.once(
                request,
                () -> locked.get().call(step).map(order -> Answer.ok(order.version(), order.view())),
                earlier -> queries.reread(id, caller));
    }

    private AuditEntry entry(String action, MedicalOrder order) {
        return audit.entry(action, "order", order.id(), order.patientId());
    }
}
