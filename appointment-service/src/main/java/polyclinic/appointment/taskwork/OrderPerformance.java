package polyclinic.appointment.taskwork;

import io.smallrye.mutiny.Uni;
import java.util.UUID;
import polyclinic.appointment.tasks.Task;
import polyclinic.commons.identity.Caller;

/** What an order does when the task by which it is performed is completed; the orders know it, and the tasks know no orders. */
public interface OrderPerformance {
    /**
     * In the open transaction: completes the order and its task, the order's row locked first. Fails when the order needs an outcome,
     * which a task does not have.
     */
    Uni<Task> complete(UUID orderId, Caller caller);
}
