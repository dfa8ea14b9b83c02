package polyclinic.commons.postgres.reconciliation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.messaging.restatements.HandledRestatements;

/** In the table in which events are remembered; for as long as those. */
@ApplicationScoped
class RestatementInbox implements HandledRestatements {
    private final Pool pool;

    RestatementInbox(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Boolean> contains(UUID id) {
        return pool.preparedQuery("select 1 from inbox where event_id = $1")
                .execute(Tuple.of(id))
                .map(found -> found.rowCount() > 0);
    }

    @Override
    public Uni<Void> add(UUID id) {
        return pool.preparedQuery("insert into inbox (event_id) values ($1) on conflict do nothing")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }
}
