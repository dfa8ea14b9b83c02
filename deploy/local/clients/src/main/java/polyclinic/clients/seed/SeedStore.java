package polyclinic.clients.seed;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.clinic.ServiceDatabase;

/** The database of a service, written to in large portions by one connection: two would wait for each other's words and ranges. */
final class SeedStore implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Pool pool;

    SeedStore(Vertx vertx, PgConnectOptions database) {
        // The service's own limit is for requests, and would end a vacuum.
        pool = ServiceDatabase.pool(vertx, new PgConnectOptions(database).addProperty("statement_timeout", "0"), 1);
    }

    RowSet<Row> run(String statement, List<? extends @Nullable Object> parameters) {
        return ServiceDatabase.await(pool.preparedQuery(statement).execute(Tuple.from(parameters)), LIMIT);
    }

    long number(String query, List<? extends @Nullable Object> parameters) {
        return run(query, parameters).iterator().next().getLong(0);
    }

    /** Brings what the planner knows, and the indexes, to where they would be after a while. */
    void settle(List<String> tables) {
        for (String table : tables)
            ServiceDatabase.await(pool.query("vacuum (analyze) " + table).execute(), LIMIT);
    }

    /** One value of each thing, as an array that a statement unnests. */
    static <T, V extends @Nullable Object> V[] column(List<T> things, Function<T, V> value, IntFunction<V[]> array) {
        return things.stream().map(value).toArray(array);
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        pool.close();
    }
}
