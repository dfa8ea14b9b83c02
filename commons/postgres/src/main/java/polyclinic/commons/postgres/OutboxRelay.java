package polyclinic.commons.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.event.KafkaSender;
import polyclinic.commons.event.Outgoing;
import polyclinic.commons.event.Rounds;

/**
 * Moves outbox rows to Kafka: a batch is deleted, sent and committed, so a crash in between sends it again (consumers
 * skip what they have seen) and never loses it. An advisory lock gives the turn to one replica at a time, which keeps the
 * events of an aggregate in order; the others pass.
 *
 * <p>{@code polyclinic.outbox.relay=debezium} switches it off where Debezium reads the log instead.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final long TURN = 0x6f7574626f78L; // "outbox"
    private static final int BATCH = 500;
    /** The commit need not wait for the disk: a deletion that a crash takes back sends its rows again. */
    private static final String CLAIM = """
            with turn as materialized (
              select pg_try_advisory_xact_lock($1) as mine, set_config('synchronous_commit', 'off', true)),
            claimed as (
              select seq from outbox where (select mine from turn) order by seq limit $2 for update skip locked)
            delete from outbox using claimed where outbox.seq = claimed.seq
            returning outbox.seq, outbox.id, aggregatetype, aggregateid, type, payload, headers""";

    private final Pool pool;
    private final KafkaSender kafka;
    private final boolean enabled;
    private final Rounds rounds;

    OutboxRelay(
            Pool pool,
            KafkaSender kafka,
            Vertx vertx,
            @ConfigProperty(name = "polyclinic.outbox.relay", defaultValue = "poll") String relay) {
        this.pool = pool;
        this.kafka = kafka;
        this.enabled = relay.equals("poll");
        this.rounds = new Rounds(vertx, this::relay);
    }

    void start(@Observes StartupEvent event) {
        if (enabled) rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Something was appended and is about to be committed. */
    public void wake() {
        rounds.wake();
    }

    /** Something was appended and committed. */
    public void committed() {
        rounds.committed();
    }

    private Uni<Boolean> relay() {
        return pool.withTransaction(this::relayBatch).map(sent -> sent == BATCH);
    }

    private Uni<Integer> relayBatch(SqlConnection connection) {
        return connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of(TURN, BATCH))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .sorted(Comparator.comparing(row -> row.getLong("seq")))
                        .map(OutboxRelay::message)
                        .toList())
                .call(kafka::send)
                .map(List::size);
    }

    private static Outgoing message(Row row) {
        try {
            Map<String, String> headers = polyclinic.commons.http.Json.MAPPER.readValue(
                    row.getString("headers"), new TypeReference<Map<String, String>>() {});
            return new Outgoing(
                    row.getUUID("id"),
                    row.getString("aggregatetype"),
                    row.getString("aggregateid"),
                    row.getString("type"),
                    headers,
                    row.getString("payload"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("outbox row " + row.getUUID("id") + " has no headers", e);
        }
    }
}
