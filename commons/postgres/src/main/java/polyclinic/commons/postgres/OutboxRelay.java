package polyclinic.commons.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.micrometer.core.instrument.MeterRegistry;
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
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.RelayLoop;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.PendingWork;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.KafkaSender;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.messaging.unsent.UnsendableMessage;
import polyclinic.commons.metrics.OutboxMetrics;
import polyclinic.commons.postgres.relay.OutboxFloor;
import polyclinic.commons.postgres.relay.SetAsideRows;

/**
 * Moves outbox rows to Kafka. A round is one statement: it deletes the rows whose sending was acknowledged after the round
 * before and reads the next ones. A crash in between sends rows again (consumers skip what they have seen) and never loses
 * one.
 *
 * <p>An advisory lock, held by the one connection that the relay keeps, gives the turn to one replica at a time, which keeps
 * the events of an aggregate in order; the others pass. It goes to another when that connection ends, whatever ended it; a
 * round that does not end in time gives it up ({@link RelayLoop}), and so does one that fails.
 */
@ApplicationScoped
public class OutboxRelay implements PendingWork {
    /**
     * With the turn comes that the outbox is read by its key, always: the table is as good as empty when the round is
     * planned, and a sequential scan then goes through all the rows that were deleted since. And that it is planned once:
     * PostgreSQL would plan it again each time for the rows that are named in it, which takes longer than the round does.
     */
    private static final String TAKE_TURN = """
            select case when pg_try_advisory_lock($1)
                   then set_config('enable_seqscan', 'off', false) is not null
                    and set_config('plan_cache_mode', 'force_generic_plan', false) is not null
                   else false end""";

    private static final String GIVE_TURN_UP = """
            select pg_advisory_unlock_all(), set_config('enable_seqscan', 'on', false),
                   set_config('plan_cache_mode', 'auto', false)""";
    private static final long TURN = 0x6f7574626f78L; // "outbox"
    private static final int BATCH = 500;
    private static final Long[] NOTHING = {};
    /** Another replica's turn lasts: each row that this one appends would ask for it again, several times. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    /** The commit need not wait for the disk: a deletion that a crash takes back sends its rows again. */
    private static final String ROUND = """
            with quick as materialized (select set_config('synchronous_commit', 'off', true) as commit),
            gone as (
              delete from outbox where seq = any($1) and (select commit = 'off' from quick))
            select seq, id, aggregatetype, aggregateid, type, payload, headers
              from outbox where seq > $3 and seq <> all($1) order by seq limit $2""";

    /** Counted up to a point: that there are very many is enough to know. */
    private static final String BACKLOG = """
            select count(*) as pending, count(*) filter (where aggregatetype = '%s') as entries,
                   coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as oldest
              from (select created_at, aggregatetype from outbox order by seq limit 10000) as waiting""".formatted(Audit.TOPIC);

    private final Pool pool;
    private final Function<List<OutboxMessage>, Uni<Void>> kafka;
    private final RelayLoop rounds;
    private final OutboxMetrics backlog;
    private final SetAsideRows setAside;

    /** Holds the turn; null while this replica does not have it. */
    private @Nullable SqlConnection turn;
    /** Rows that Kafka has and that are still there. */
    private Long[] sent = NOTHING;

    private final OutboxFloor floor = new OutboxFloor();
    private long refusedNanos = System.nanoTime() - ASK_AGAIN.toNanos();

    @Inject
    OutboxRelay(Pool pool, KafkaSender kafka, SetAsideRows setAside, Vertx vertx, MeterRegistry metrics) {
        this.pool = pool;
        this.kafka = kafka::send;
        this.setAside = setAside;
        this.rounds = new RelayLoop(vertx, metrics, this::relay);
        this.backlog = new OutboxMetrics(vertx, metrics, this::backlog);
    }

    /** Sends by {@code kafka}, with a limit of its own for each round. */
    OutboxRelay(
            Pool pool,
            SetAsideRows setAside,
            Function<List<OutboxMessage>, Uni<Void>> kafka,
            Vertx vertx,
            MeterRegistry metrics,
            Duration roundLimit) {
        this.pool = pool;
        this.kafka = kafka;
        this.setAside = setAside;
        this.rounds = new RelayLoop(vertx, metrics, roundLimit, this::relay);
        this.backlog = new OutboxMetrics(vertx, metrics, this::backlog);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
        backlog.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
        backlog.stop();
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
        if (turn != null) return round(turn);
        return System.nanoTime() - refusedNanos < ASK_AGAIN.toNanos()
                ? Uni.createFrom().item(false)
                : takeTurn();
    }

    private Uni<Boolean> takeTurn() {
        return pool.getConnection().chain(connection -> connection
                .preparedQuery(TAKE_TURN)
                .execute(Tuple.of(TURN))
                .map(rows -> rows.iterator().next().getBoolean(0))
                .onFailure()
                .call(connection::close)
                .onCancellation()
                .invoke(() -> abandon(connection))
                .chain(mine -> {
                    if (!mine) {
                        refusedNanos = System.nanoTime();
                        return connection.close().replaceWith(false);
                    }
                    turn = connection;
                    backlog.turn(true);
                    return round(connection);
                }));
    }

    private Uni<Boolean> round(SqlConnection connection) {
        return connection
                .preparedQuery(ROUND)
                .execute(Tuple.of(sent, BATCH, floor.below(System.nanoTime())))
                .onFailure()
                .call(() -> giveTurnUp(connection))
                .invoke(rows -> sent = NOTHING)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList())
                .chain(rows -> send(connection, rows))
                .onCancellation()
                .invoke(() -> abandon(connection));
    }

    /**
     * After rows that were sent comes another round at once: they are to be deleted. So it does after one that Kafka takes at no
     * time: it is set aside, those before it go out once more, and those behind it for the first time.
     */
    private Uni<Boolean> send(SqlConnection connection, List<Row> rows) {
        if (rows.isEmpty()) return Uni.createFrom().item(false);
        List<OutboxMessage> messages = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Map<String, String> headers = headers(row);
            if (headers == null) return setAside(connection, row, "its headers cannot be read");
            messages.add(message(row, headers));
        }
        return kafka.apply(messages)
                .invoke(() -> {
                    sent = rows.stream().map(row -> row.getLong("seq")).toArray(Long[]::new);
                    floor.sent(sent[sent.length - 1], System.nanoTime());
                    backlog.sent(rows.size());
                })
                .replaceWith(true)
                .onFailure(UnsendableMessage.class)
                .recoverWithUni(failure -> setAside(connection, rows, failure));
    }

    private Uni<Boolean> setAside(SqlConnection connection, List<Row> rows, UnsendableMessage refused) {
        return rows.stream()
                .filter(row -> row.getUUID("id").equals(refused.id()))
                .findFirst()
                .map(row -> setAside(connection, row, refused.reason()))
                .orElseGet(() -> Uni.createFrom().failure(refused));
    }

    private Uni<Boolean> setAside(SqlConnection connection, Row row, String reason) {
        Map<String, String> headers = headers(row);
        OutboxMessage message = message(row, headers == null ? Map.of() : headers);
        return setAside.setAside(connection, row.getLong("seq"), message, reason)
                .replaceWith(true);
    }

    /**
     * The server answers late or never. In the second case nothing comes of this until the pool's time limit closes the
     * connection, and the turn ends with it.
     */
    private void abandon(SqlConnection connection) {
        giveTurnUp(connection).subscribe().with(done -> {}, broken -> {});
    }

    /**
     * A connection that goes back to the pool must not keep the turn with it; one that is broken has lost it already. What was
     * sent is forgotten, so it may go out twice: after a failover that lost the latest commits PostgreSQL may give the same
     * numbers to other rows, which must not be deleted unsent.
     */
    private Uni<Void> giveTurnUp(SqlConnection connection) {
        turn = null;
        backlog.turn(false);
        sent = NOTHING;
        floor.forget();
        return connection
                .query(GIVE_TURN_UP)
                .execute()
                .onFailure()
                .recoverWithNull()
                .chain(connection::close)
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public Uni<Long> count() {
        return backlog().map(OutboxMetrics.Backlog::pending);
    }

    private Uni<OutboxMetrics.Backlog> backlog() {
        return pool.query(BACKLOG)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new OutboxMetrics.Backlog(
                        row.getLong("pending"), row.getLong("entries"), row.getDouble("oldest")));
    }

    private static @Nullable Map<String, String> headers(Row row) {
        try {
            return Json.MAPPER.readValue(row.getString("headers"), new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException changed) {
            return null;
        }
    }

    private static OutboxMessage message(Row row, Map<String, String> headers) {
        return new OutboxMessage(
                row.getUUID("id"),
                row.getString("aggregatetype"),
                row.getString("aggregateid"),
                row.getString("type"),
                headers,
                row.getString("payload"));
    }
}
