package polyclinic.appointment.queuemanagement;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.appointment.queue.AlreadyWaiting;
import polyclinic.appointment.queue.InvalidQueueTransition;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.DuplicateExternalId;

/** The problems that violations of the queue's constraints mean. */
@ApplicationScoped
class QueueConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "queue_entry_appointment_once",
                () -> new InvalidQueueTransition("This appointment is in the queue already."),
                "queue_entry_waiting_once",
                () -> new AlreadyWaiting(null),
                "queue_entry_external_id_once",
                DuplicateExternalId::new);
    }
}
