package polyclinic.commons.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresPoolTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void everything_that_waits_for_the_server_has_a_limit() {
        PgConnectOptions server = new PgConnectOptions().setHost("127.0.0.1").setPort(1);
        PoolOptions options = new PoolOptions().setMaxSize(7);

        new PostgresPool().create(new Input(vertx, options, List.of(server)));

        assertThat(server.getConnectTimeout()).isEqualTo(2_000);
        assertThat(server.isTcpKeepAlive()).isTrue();
        assertThat(server.getTcpKeepAliveIdleSeconds()).isEqualTo(10);
        assertThat(server.getTcpUserTimeout()).isEqualTo(10_000);
        assertThat(server.getIdleTimeoutUnit()).isEqualTo(TimeUnit.MILLISECONDS);
        assertThat(server.getReadIdleTimeout())
                .as("longer than statement_timeout")
                .isEqualTo(35_000);
        assertThat(options.getMaxSize()).isEqualTo(7);
        assertThat(options.getConnectionTimeout()).isEqualTo(5);
        assertThat(options.getIdleTimeout())
                .as("shorter than the silence that is allowed")
                .isEqualTo(30_000);
        assertThat(options.getMaxLifetime()).isEqualTo(30);
    }

    @Test
    void the_longest_statements_are_prepared_once_too() {
        PgConnectOptions server = new PgConnectOptions().setHost("127.0.0.1").setPort(1);

        new PostgresPool().create(new Input(vertx, new PoolOptions(), List.of(server)));

        assertThat(server.getPreparedStatementCacheSqlFilter().test("x".repeat(16_000)))
                .isTrue();
    }

    private record Input(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}
}
