package polyclinic.clients.bench.lists;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.ServiceDatabase;
import polyclinic.clients.http.JsonNodes;

/**
 * Which way PostgreSQL goes for what a service has just asked it. The statements are the service's own, as {@code pg_stat_statements}
 * counts them; they are planned again for any values ({@code generic_plan}), which is what a prepared statement comes to.
 */
final class StatementPlans implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Of the service's role, how often each statement has run. */
    private static final String COUNTED = """
            select s.queryid, sum(s.calls)::bigint as calls, min(s.query) as query
              from pg_stat_statements s join pg_database d on d.oid = s.dbid
             where d.datname = current_database() and s.userid = current_user::regrole
               and s.query ~* '^\\s*(select|with)' and s.query !~* 'outbox|advisory|set_config|pg_stat|idempotency|inbox'
             group by s.queryid""";

    private final Pool pool;

    StatementPlans(Vertx vertx, Clinic clinic, String database) {
        pool = ServiceDatabase.pool(vertx, ServiceDatabase.to(clinic, database), 1);
    }

    /** How often each statement has run so far, to ask {@link #since} with. */
    Map<Long, Long> counted() {
        Map<Long, Long> calls = new HashMap<>();
        counts().forEach(row -> calls.put(row.getLong("queryid"), row.getLong("calls")));
        return calls;
    }

    /** Returns how each statement that has run since then is read: by which index, or {@code all of} which table. */
    List<String> since(Map<Long, Long> before) {
        Set<String> ways = new LinkedHashSet<>();
        for (Row row : counts())
            if (row.getLong("calls") > before.getOrDefault(row.getLong("queryid"), 0L))
                ways.addAll(plan(row.getString("query")));
        return List.copyOf(ways);
    }

    private RowSet<Row> counts() {
        return ServiceDatabase.await(pool.query(COUNTED).execute(), LIMIT);
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
