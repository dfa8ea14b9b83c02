package polyclinic.clients.bench.subject;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.ServiceDatabase;

/** Connections to a service's own database, and copies of its tables in a schema beside them. */
final class BaselineDatabase {
    static final String SCHEMA = "bench_raw";

    /** As long as the messages of the suite. */
    static final String MESSAGE = "{" + "\"field\":\"value of a field\",".repeat(20) + "\"last\":true}";

    static final String HEADERS = "{" + "\"ce_field\":\"value\",".repeat(12) + "\"last\":\"1\"}";

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(60);

    private BaselineDatabase() {}

    static int connections(Clinic clinic) {
        return Integer.parseInt(clinic.value("POLYCLINIC_POSTGRES_CONNECTIONS", "10"));
    }

    /**
     * Makes copies of the tables, with all constraints and indexes and without rows.
     *
     * @param filled those of them that get the rows with these ids
     */
    static void copyTables(Pool pool, List<String> tables, List<String> filled, List<UUID> ids) {
        List<String> statements =
                new ArrayList<>(List.of("drop schema if exists " + SCHEMA + " cascade", "create schema " + SCHEMA));
        tables.forEach(table ->
                statements.add("create table " + SCHEMA + "." + table + " (like public." + table + " including all)"));
        for (String statement : statements) await(pool.query(statement).execute());
        for (String table : filled)
            await(pool.preparedQuery("insert into " + SCHEMA + "." + table + " select * from public." + table
                            + " where id = any($1)")
                    .execute(Tuple.of(ids.toArray(UUID[]::new))));
    }

    static void dropTables(Pool pool) {
        await(pool.query("drop schema if exists " + SCHEMA + " cascade").execute());
    }

    /** Fails unless the statement says that it wrote something. */
    static Future<?> write(Pool pool, String statement, List<Object> values) {
        return pool.preparedQuery(statement)
                .execute(Tuple.from(values))
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? Future.succeededFuture()
                        : Future.failedFuture("not written"));
    }

    /** As many connections as a service has. */
    static Pool pool(Vertx vertx, Clinic clinic, String database) {
        return ServiceDatabase.pool(vertx, ServiceDatabase.to(clinic, database), connections(clinic));
    }

    static <T> T await(Future<T> future) {
        return ServiceDatabase.await(future, STATEMENT_TIMEOUT);
    }
}
