package polyclinic.clients.bench.lists;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.ServiceDatabase;
import polyclinic.clients.http.JsonNodes;

/**
 * Which way PostgreSQL goes for what a service has just asked it. The statements are the service's own, as the server remembers the
 * last of each connection; they are planned again for any values ({@code generic_plan}), which is what a prepared statement comes to.
 */
final class StatementPlans implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Of the service's connections, what they did since an instant. */
    private static final String LAST = """
            select distinct query, octet_length(query) >= pg_size_bytes(current_setting('track_activity_query_size')) - 1
              from pg_stat_activity
             where usename = current_user and pid <> pg_backend_pid() and query_start >= $1::text::timestamptz
               and query ~* '^\\s*(select|with)' and query !~* 'outbox|advisory|set_config|pg_stat|idempotency|inbox'""";

    private final Pool pool;

    StatementPlans(Vertx vertx, Clinic clinic, String database) {
        pool = ServiceDatabase.pool(vertx, ServiceDatabase.to(clinic, database), 1);
    }

    /** The moment to ask {@link #since} with, by the server's clock. */
    String now() {
        return ServiceDatabase.await(pool.query("select now()::text").execute(), LIMIT)
                .iterator()
                .next()
                .getString(0);
    }

    /** Returns how each statement since then is read: "by index …", "all of table …". */
    List<String> since(String instant) {
        List<String> ways = new ArrayList<>();
        RowSet<Row> statements = ServiceDatabase.await(pool.preparedQuery(LAST).execute(Tuple.of(instant)), LIMIT);
        for (Row row : statements) {
            // The server keeps only so much of a statement, and a part of one cannot be planned.
            if (row.getBoolean(1)) ways.add("a statement too long to be planned again");
            else ways.addAll(plan(row.getString(0)));
        }
        return List.copyOf(new LinkedHashSet<>(ways));
    }

    private Set<String> plan(String statement) {
        try {
            Row row = ServiceDatabase.await(
                            pool.query("explain (generic_plan, format json) " + statement)
                                    .execute(),
                            LIMIT)
                    .iterator()
                    .next();
            JsonNode plan = JsonNodes.parse(row.getValue(0).toString().getBytes(StandardCharsets.UTF_8));
            Set<String> ways = new LinkedHashSet<>();
            if (plan != null) collect(plan.path(0).path("Plan"), ways);
            return ways;
        } catch (CheckFailed notPlanned) {
            return Set.of("not planned again");
        }
    }

    private static void collect(JsonNode node, Set<String> ways) {
        if (node.has("Index Name")) ways.add(node.path("Index Name").asText());
        else if (node.path("Node Type").asText().equals("Seq Scan"))
            ways.add("all of " + node.path("Relation Name").asText());
        node.path("Plans").forEach(child -> collect(child, ways));
    }

    @Override
    public void close() {
        pool.close();
    }
}
