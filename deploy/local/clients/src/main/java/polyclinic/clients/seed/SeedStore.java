package polyclinic.clients.seed;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.clinic.ServiceDatabase;

/** The database of a service, written to in large portions by one connection: two would wait for each other's words and ranges. */
public final class SeedStore implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Pool pool;

    public SeedStore(Vertx vertx, PgConnectOptions database) {
        // The service's own limits are for requests, and would end a vacuum, or what is read while something else takes
        // its time.
        PgConnectOptions unlimited = new PgConnectOptions(database)
                .addProperty("statement_timeout", "0")
                .addProperty("idle_in_transaction_session_timeout", "0");
        pool = ServiceDatabase.pool(vertx, unlimited, 1);
    }

    public RowSet<Row> run(String statement, List<? extends @Nullable Object> parameters) {
        return ServiceDatabase.await(pool.preparedQuery(statement).execute(Tuple.from(parameters)), LIMIT);
    }

    public long number(String query, List<? extends @Nullable Object> parameters) {
        return run(query, parameters).iterator().next().getLong(0);
    }

    /**
     * Passes on all rows of a query, so many at a time, and never has more of them in memory.
     *
     * @param each must not use this store
     */
    public void read(String query, List<? extends @Nullable Object> parameters, int portion, Consumer<List<Row>> each) {
        SqlConnection connection = ServiceDatabase.await(pool.getConnection(), LIMIT);
        try {
            Transaction transaction = ServiceDatabase.await(connection.begin(), LIMIT);
            PreparedStatement statement = ServiceDatabase.await(connection.prepare(query), LIMIT);
            Cursor rows = statement.cursor(Tuple.from(parameters));
            do {
                List<Row> some = new ArrayList<>(portion);
                ServiceDatabase.await(rows.read(portion), LIMIT).forEach(some::add);
                if (!some.isEmpty()) each.accept(some);
            } while (rows.hasMore());
            ServiceDatabase.await(rows.close(), LIMIT);
            ServiceDatabase.await(transaction.commit(), LIMIT);
        } finally {
            ServiceDatabase.await(connection.close(), LIMIT);
        }
    }

    /** Brings what the planner knows, and the indexes, to where they would be after a while. */
    void settle(List<String> tables) {
        for (String table : tables)
            ServiceDatabase.await(pool.query("vacuum (analyze) " + table).execute(), LIMIT);
    }

    /** One value of each thing, as an array that a statement unnests. */
    public static <T, V extends @Nullable Object> V[] column(
            List<T> things, Function<T, V> value, IntFunction<V[]> array) {
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
