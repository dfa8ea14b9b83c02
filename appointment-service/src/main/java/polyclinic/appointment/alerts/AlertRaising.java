package polyclinic.appointment.alerts;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.appointment.work.Severity;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.postgres.Outbox;

/** Raises alerts in the transaction of what they are raised from, each once. */
@ApplicationScoped
public class AlertRaising {
    private final Alerts alerts;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final String service;

    AlertRaising(
            Alerts alerts,
            Outbox outbox,
            Audit audit,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.alerts = alerts;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.service = service;
    }

    /** In the open transaction. The same fact again has no effect. */
    public Uni<Void> raise(AlertFact fact) {
        Severity severity =
                Objects.requireNonNullElse(fact.severity(), fact.kind().severity());
        return alerts.raise(fact, severity, clock.instant())
                .chain(raised -> raised == null
                        ? Uni.createFrom().voidItem()
                        : outbox.append(entry("raise", raised), new AlertEvent.Raised(raised.snapshot())));
    }

    /**
     * In the open transaction: the cause is gone, so that nobody has to acknowledge what is not critical.
     *
     * @param until alerts that were raised later stay, and those raised before it that arrive only later do not open
     */
    public Uni<Void> end(AlertKind kind, UUID about, Instant until) {
        return alerts.end(kind, about, until, service, clock.instant()).chain(this::tell);
    }

    private Uni<Void> tell(List<Alert> ended) {
        return Multi.createFrom()
                .iterable(ended)
                .onItem()
                .transformToUniAndConcatenate(alert -> outbox.append(
                        entry("acknowledge", alert).withChangedFields(List.of("status")),
                        new AlertEvent.Acknowledged(alert.snapshot())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private AuditEntry entry(String action, Alert alert) {
        return audit.entry(action, "alert", alert.id(), alert.patientId());
    }
}
