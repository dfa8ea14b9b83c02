package polyclinic.commons.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.messaging.unsent.UnsendableMessage;
import polyclinic.commons.postgres.relay.SetAsideRows;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Postgres;

/** A server that stops answering without closing its connections, as a lost host does. */
class SilentServerTest {
    private static final String DATABASE = "relay";
    private static final Duration MAX_SILENCE = Duration.ofSeconds(2);
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(1);
    private static final long TIMEOUT_S = 30;
    private static final Duration WAIT = Duration.ofSeconds(TIMEOUT_S);
    private static final int CONNECTIONS = 4;

    private static Postgres postgres;

    private Vertx vertx;
    private SilentProxy proxy;
    private Pool direct;
    private Pool pool;
    private SetAsideRows aside;
    private final List<String> letters = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        postgres = Postgres.start(
                Path.of(
                                "target",
                                "servers",
                                "postgres-" + ProcessHandle.current().pid())
                        .toAbsolutePath(),
                Probe.freePort(),
                List.of(DATABASE));
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(DATABASE), DATABASE, postgres.password(DATABASE))
                .initSql("set statement_timeout = 0")
                .load()
                .migrate();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void connect() throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        proxy = new SilentProxy(vertx, postgres.port());
        direct = pool(postgres.port());
        pool = pool(proxy.port());
        aside = new SetAsideRows(io.vertx.mutiny.sqlclient.Pool.newInstance(direct), (message, reason) -> {
            letters.add(message.key() + ": " + reason);
            return Uni.createFrom().voidItem();
        });
    }

    @AfterEach
    void close() throws Exception {
        await(direct.query("truncate outbox, outbox_set_aside").execute());
        await(vertx.close());
    }

    @Test
    void the_role_has_the_time_limits_of_the_migrations() throws Exception {
        RowSet<Row> settings = await(direct.query("""
                        select current_setting('tcp_keepalives_idle'), current_setting('tcp_keepalives_interval'),
                               current_setting('tcp_keepalives_count'), current_setting('tcp_user_timeout'),
                               current_setting('statement_timeout'), current_setting('lock_timeout')""").execute());

        Row row = settings.iterator().next();
        assertThat(IntStream.range(0, 6).mapToObj(row::getString))
                .containsExactly("10", "5", "3", "20000", "30s", "5s");
    }

    @Test
    void what_waits_for_a_silent_server_fails_and_the_pool_recovers() throws Exception {
        List<Future<RowSet<Row>>> before = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> pool.query("select pg_sleep(0.2)").execute())
                .toList();
        for (Future<RowSet<Row>> query : before) await(query);

        proxy.fallSilent();
        List<Future<RowSet<Row>>> unanswered = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> pool.query("select 1").execute())
                .toList();

        for (Future<RowSet<Row>> query : unanswered)
            assertThatThrownBy(() -> await(query)).hasRootCauseInstanceOf(Exception.class);
        assertThat(firstAnswer().iterator().next().getInteger(0)).isEqualTo(1);
    }

    /** The pool may hand out one more connection that is just being closed; whoever gets it asks again. */
    private RowSet<Row> firstAnswer() throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return await(pool.query("select 1").execute());
            } catch (ExecutionException closing) {
                if (attempt == CONNECTIONS) throw closing;
            }
        }
    }

    @Test
    void a_statement_that_works_for_less_than_the_limit_is_not_given_up() throws Exception {
        assertThat(await(pool.query("select pg_sleep(1.2)").execute()).size()).isEqualTo(1);
    }

    @Test
    void the_relay_goes_on_when_its_server_has_fallen_silent() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        OutboxRelay relay = new OutboxRelay(
                io.vertx.mutiny.sqlclient.Pool.newInstance(pool),
                aside,
                batch -> Uni.createFrom()
                        .voidItem()
                        .invoke(() -> batch.stream().map(OutboxMessage::key).forEach(sent::add)),
                vertx,
                new SimpleMeterRegistry(),
                ROUND_LIMIT);
        relay.start(new StartupEvent());
        append("before");
        relay.committed();
        assertThat(next(sent)).isEqualTo("before");

        proxy.fallSilent();
        append("after");
        relay.committed();

        String next = next(sent);
        // What was sent and not deleted yet goes out again.
        while ("before".equals(next)) next = next(sent);
        assertThat(next)
                .as("by a new connection, once the lost one let the turn go")
                .isEqualTo("after");
        relay.stop(new ShutdownEvent());
    }

    /** An event that Kafka takes for ever is no reason to keep the turn from the others. */
    @Test
    void a_relay_whose_round_is_cut_off_gives_its_turn_to_another() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        OutboxRelay stuck = new OutboxRelay(
                io.vertx.mutiny.sqlclient.Pool.newInstance(pool),
                aside,
                batch -> Uni.createFrom().nothing(),
                vertx,
                new SimpleMeterRegistry(),
                ROUND_LIMIT);
        append("one");
        stuck.start(new StartupEvent());
        OutboxRelay other = new OutboxRelay(
                io.vertx.mutiny.sqlclient.Pool.newInstance(direct),
                aside,
                batch -> Uni.createFrom()
                        .voidItem()
                        .invoke(() -> batch.stream().map(OutboxMessage::key).forEach(sent::add)),
                vertx,
                new SimpleMeterRegistry(),
                ROUND_LIMIT);
        other.start(new StartupEvent());

        assertThat(next(sent)).isEqualTo("one");
        stuck.stop(new ShutdownEvent());
        other.stop(new ShutdownEvent());
    }

    /** Each row that it appends would ask for the turn again, and each time on a connection that a request waits for. */
    @Test
    void a_replica_without_the_turn_seldom_asks_for_it() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        OutboxRelay holder = relay(direct, sent);
        holder.start(new StartupEvent());
        append("first");
        holder.committed();
        assertThat(next(sent)).isEqualTo("first");
        AtomicInteger asked = new AtomicInteger();
        OutboxRelay other = relay(counting(pool, asked), sent);
        other.start(new StartupEvent());

        for (int i = 0; i < 20; i++) {
            other.committed();
            await(direct.query("select pg_sleep(0.02)").execute());
        }

        assertThat(asked).hasValue(1);
        holder.stop(new ShutdownEvent());
        other.stop(new ShutdownEvent());
    }

    @Test
    void a_row_that_kafka_takes_at_no_time_is_set_aside_and_those_behind_it_go_on() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        OutboxRelay relay = refusing("too large", sent);
        append("before");
        append("too large");
        append("after");
        relay.start(new StartupEvent());

        assertThat(next(sent)).isEqualTo("before");
        String next = next(sent);
        // What is before it goes out once more.
        while ("before".equals(next)) next = next(sent);
        assertThat(next).isEqualTo("after");
        assertThat(letters).containsExactly("too large: of a test");
        relay.stop(new ShutdownEvent());
    }

    @Test
    void a_row_without_headers_is_set_aside_and_those_behind_it_go_on() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        OutboxRelay relay = refusing("nothing", sent);
        append("broken");
        await(direct.query("update outbox set headers = '{'").execute());
        append("after");
        relay.start(new StartupEvent());

        assertThat(next(sent)).isEqualTo("after");
        assertThat(letters).containsExactly("broken: its headers cannot be read");
        relay.stop(new ShutdownEvent());
    }

    @Test
    void a_row_that_was_set_aside_is_sent_when_somebody_decides_so_or_dropped() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        OutboxRelay refusing = refusing("too large", sent);
        append("too large");
        append("after");
        UUID id = await(direct.query("select id from outbox order by seq limit 1")
                        .execute())
                .iterator()
                .next()
                .getUUID(0);
        refusing.start(new StartupEvent());
        assertThat(next(sent)).isEqualTo("after");
        refusing.stop(new ShutdownEvent());

        assertThat(aside.sendAgain(id).await().atMost(WAIT)).isTrue();
        assertThat(aside.sendAgain(id).await().atMost(WAIT)).isFalse();
        assertThat(aside.drop(id).await().atMost(WAIT)).isFalse();
        assertThat(await(direct.query("select 1 from outbox where id = '" + id + "'")
                                .execute())
                        .size())
                .isEqualTo(1);
    }

    private OutboxRelay refusing(String key, BlockingQueue<String> sent) {
        return new OutboxRelay(
                io.vertx.mutiny.sqlclient.Pool.newInstance(direct),
                aside,
                batch -> {
                    for (OutboxMessage message : batch) {
                        if (message.key().equals(key))
                            return Uni.createFrom().failure(new UnsendableMessage(message.id(), "of a test"));
                        sent.add(message.key());
                    }
                    return Uni.createFrom().voidItem();
                },
                vertx,
                new SimpleMeterRegistry(),
                ROUND_LIMIT);
    }

    private OutboxRelay relay(Pool pool, BlockingQueue<String> sent) {
        return new OutboxRelay(
                io.vertx.mutiny.sqlclient.Pool.newInstance(pool),
                aside,
                batch -> Uni.createFrom()
                        .voidItem()
                        .invoke(() -> batch.stream().map(OutboxMessage::key).forEach(sent::add)),
                vertx,
                new SimpleMeterRegistry(),
                ROUND_LIMIT);
    }

    /** Counts the connections that are asked for. */
    private static Pool counting(Pool pool, AtomicInteger asked) {
        return (Pool) Proxy.newProxyInstance(
                Pool.class.getClassLoader(), new Class<?>[] {Pool.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) asked.incrementAndGet();
                    return method.invoke(pool, arguments);
                });
    }

    private void append(String key) throws Exception {
        await(direct.preparedQuery(
                        Outbox.INSERT_INTO + " values ($1, 'relay.events', $2, 'it.happened.v1', '{}', '{}')")
                .execute(Tuple.of(UUID.randomUUID(), key)));
    }

    private Pool pool(int port) {
        PgConnectOptions server = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setDatabase(DATABASE)
                .setUser(DATABASE)
                .setPassword(postgres.password(DATABASE))
                .setCachePreparedStatements(true);
        return new PostgresPool(MAX_SILENCE)
                .create(new Input(vertx, new PoolOptions().setMaxSize(CONNECTIONS), List.of(server)));
    }

    private static String next(BlockingQueue<String> sent) throws InterruptedException {
        return sent.poll(TIMEOUT_S, TimeUnit.SECONDS);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    private record Input(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}
}
