package polyclinic.commons.postgres;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The pool of connections to PostgreSQL, with a time limit on everything that waits for the server. Neither Vert.x nor the
 * driver has one of its own, so after the loss of a host each connection to it would hang for a quarter of an hour.
 *
 * <ul>
 *   <li>A host that is gone is noticed by the kernel: within {@value #USER_TIMEOUT_MS} ms when something was sent to it, else by
 *       keep-alive probes.
 *   <li>A server that takes questions and does not answer (its disk hangs, a proxy in between has lost it) is given up when it
 *       has been silent for longer than it may work on a statement ({@code statement_timeout}, R__time_limits.sql).
 *   <li>Who waits for a connection of the pool gives up after {@value #ACQUIRE_S} s.
 * </ul>
 */
@Singleton
class PostgresPool implements PgPoolCreator {
    private static final int CONNECT_MS = 2_000;
    private static final int USER_TIMEOUT_MS = 10_000;
    private static final int KEEP_ALIVE_IDLE_S = 10;
    private static final int KEEP_ALIVE_INTERVAL_S = 3;
    private static final int KEEP_ALIVE_COUNT = 3;
    private static final int ACQUIRE_S = 5;
    private static final int MAX_LIFETIME_MIN = 30;
    /** Of what is prepared once for each connection. Vert.x' own, 2,048, leaves out the longest, whose planning costs most. */
    private static final int MAX_PREPARED_CHARACTERS = 16_384;

    /** More than the server's {@code statement_timeout} of 30 s. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(35);

    private final Duration maxSilence;

    PostgresPool() {
        this(MAX_SILENCE);
    }

    PostgresPool(Duration maxSilence) {
        this.maxSilence = maxSilence;
    }

    @Override
    public Pool create(Input input) {
        List<PgConnectOptions> servers = input.pgConnectOptionsList();
        servers.forEach(this::limit);
        return PgBuilder.pool()
                .with(limit(input.poolOptions()))
                .connectingTo(List.<SqlConnectOptions>copyOf(servers))
                .using(input.vertx())
                .build();
    }

    private void limit(PgConnectOptions server) {
        server.setConnectTimeout(CONNECT_MS)
                .setTcpKeepAlive(true)
                .setTcpKeepAliveIdleSeconds(KEEP_ALIVE_IDLE_S)
                .setTcpKeepAliveIntervalSeconds(KEEP_ALIVE_INTERVAL_S)
                .setTcpKeepAliveCount(KEEP_ALIVE_COUNT)
                .setTcpUserTimeout(USER_TIMEOUT_MS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout(Math.toIntExact(maxSilence.toMillis()));
        server.setPreparedStatementCacheSqlLimit(MAX_PREPARED_CHARACTERS);
    }

    /** Connections that nobody uses leave the pool before their silence could be taken for the server's. */
    private PoolOptions limit(PoolOptions options) {
        return options.setConnectionTimeout(ACQUIRE_S)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(Math.toIntExact(maxSilence.toMillis() * 6 / 7))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxLifetime(MAX_LIFETIME_MIN)
                .setMaxLifetimeUnit(TimeUnit.MINUTES);
    }
}
