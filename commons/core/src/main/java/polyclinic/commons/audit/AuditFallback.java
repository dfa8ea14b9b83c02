package polyclinic.commons.audit;

import io.smallrye.mutiny.Uni;
import polyclinic.commons.messaging.OutboxMessage;

/** Keeps an entry in the service's own store while Kafka is away; the outbox's relay sends it later. */
public interface AuditFallback {
    Uni<Void> keep(OutboxMessage entry);
}
