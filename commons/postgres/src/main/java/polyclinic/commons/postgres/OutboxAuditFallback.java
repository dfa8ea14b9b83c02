package polyclinic.commons.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import polyclinic.commons.audit.AuditFallback;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.OutboxMessage;

/** Keeps the audit entry of a read in the outbox while Kafka is away. */
@ApplicationScoped
class OutboxAuditFallback implements AuditFallback {
    private final Pool pool;

    OutboxAuditFallback(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> keep(OutboxMessage entry) {
        return pool.preparedQuery(Outbox.INSERT_INTO + " values ($1, $2, $3, $4, $5, $6)")
                .execute(Tuple.from(List.of(
                        entry.id(),
                        entry.topic(),
                        entry.key(),
                        entry.type(),
                        entry.body(),
                        Json.write(entry.headers()))))
                .replaceWithVoid();
    }
}
