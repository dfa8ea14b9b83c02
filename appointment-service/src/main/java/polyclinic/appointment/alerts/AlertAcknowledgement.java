package polyclinic.appointment.alerts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/**
 * Acknowledges an alert. Of two at once the first one does; the other gets the alert as the first has left it, since what matters
 * to them is that somebody has, and who.
 */
@ApplicationScoped
class AlertAcknowledgement {
    private final Alerts alerts;
    private final AlertQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    AlertAcknowledgement(
            Alerts alerts, AlertQueries queries, Idempotency idempotency, Outbox outbox, Audit audit, Clock clock) {
        this.alerts = alerts;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<AlertView>> acknowledge(UUID id, AcknowledgeAlert request, Caller caller) {
        return idempotency.once(
                request,
                () -> alerts.acknowledge(id, caller, request.note(), clock.instant())
                        .chain(first -> alerts.require(id, caller).call(alert -> first ? tell(alert) : look(alert)))
                        .map(alert -> Answer.ok(alert.version(), alert.view())),
                earlier -> queries.reread(id, caller));
    }

    private Uni<Void> tell(Alert alert) {
        return outbox.append(
                audit.entry("acknowledge", "alert", alert.id(), alert.patientId())
                        .withChangedFields(List.of("status", "note")),
                new AlertEvent.Acknowledged(alert.snapshot()));
    }

    /** Nothing was changed, so it is a read like another. */
    private Uni<Void> look(Alert alert) {
        return outbox.append(audit.entry("read", "alert", alert.id(), alert.patientId()));
    }
}
