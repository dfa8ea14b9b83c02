package polyclinic.appointment.queuemanagement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.appointment.queue.QueueEntryView;
import polyclinic.appointment.queue.QueueQueries;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.web.Answer;

/** Chooses a doctor for who waits in the common queue. Of two who choose at once, one is told {@code already-assigned}. */
@ApplicationScoped
class QueueAssignment {
    private final QueueSteps steps;
    private final QueueQueries queries;
    private final Idempotency idempotency;

    QueueAssignment(QueueSteps steps, QueueQueries queries, Idempotency idempotency) {
        this.steps = steps;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    Uni<Answer<QueueEntryView>> assign(UUID id, AssignQueueEntry request, Caller caller) {
        return idempotency.once(
                request,
                () -> steps.assign(id, request.doctorId(), caller)
                        .chain(queries::view)
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> queries.reread(id, caller));
    }
}
