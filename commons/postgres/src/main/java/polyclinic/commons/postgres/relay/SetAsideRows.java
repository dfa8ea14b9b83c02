package polyclinic.commons.postgres.relay;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.BiFunction;
import polyclinic.commons.messaging.DeadLetters;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.messaging.unsent.UnsentMessages;

/** The table {@code outbox_set_aside}: rows of the outbox that Kafka does not take. */
@ApplicationScoped
public class SetAsideRows implements UnsentMessages {
    private static final String SET_ASIDE = """
            with gone as (
              delete from outbox where seq = $1 returning id, aggregatetype, aggregateid, type, payload, headers)
            insert into outbox_set_aside (id, aggregatetype, aggregateid, type, payload, headers, reason)
            select id, aggregatetype, aggregateid, type, payload, headers, $2 from gone
            on conflict (id) do nothing""";

    private static final String SEND_AGAIN = """
            with gone as (
              delete from outbox_set_aside where id = $1
              returning id, aggregatetype, aggregateid, type, payload, headers)
            insert into outbox (id, aggregatetype, aggregateid, type, payload, headers)
            select id, aggregatetype, aggregateid, type, payload, headers from gone""";

    private final Pool pool;
    private final BiFunction<OutboxMessage, String, Uni<Void>> letters;

    @Inject
    SetAsideRows(Pool pool, DeadLetters deadLetters) {
        this(pool, deadLetters::unsendable);
    }

    /** @param letters tells of a message that is set aside, and why */
    public SetAsideRows(Pool pool, BiFunction<OutboxMessage, String, Uni<Void>> letters) {
        this.pool = pool;
        this.letters = letters;
    }

    /**
     * Moves the row, once the dead-letter topic has the letter that tells of it: a crash in between tells twice, and nothing is
     * out of the way of which nobody knows.
     *
     * @param connection that of the relay
     * @param seq the row
     * @param message it, or what can be read of it
     */
    public Uni<Void> setAside(SqlConnection connection, long seq, OutboxMessage message, String reason) {
        return letters.apply(message, reason)
                .chain(() -> connection.preparedQuery(SET_ASIDE).execute(Tuple.of(seq, reason)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> sendAgain(UUID id) {
        return pool.preparedQuery(SEND_AGAIN).execute(Tuple.of(id)).map(rows -> rows.rowCount() > 0);
    }

    @Override
    public Uni<Boolean> drop(UUID id) {
        return pool.preparedQuery("delete from outbox_set_aside where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.rowCount() > 0);
    }
}
