package polyclinic.commons.postgres.reconciliation;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code restatement_run}. A page is stated in the transaction that notes how far it went: after a crash the next one
 * follows, from whatever replica.
 */
@ApplicationScoped
class RestatementRuns {
    /** Another replica's page is passed over: its run goes on there. */
    private static final String DUE = """
            select kind, after_id from restatement_run
             where kind in (:kinds) and next_at <= :now
             order by next_at, kind limit 1 for update skip locked""";

    /** Who has appended an event and not committed is waited for; who would append one waits. Reads of the outbox go on. */
    private static final String STOP_EVENTS = "lock table outbox in share row exclusive mode";

    private static final String GO_ON = """
            update restatement_run
               set after_id = :after, facts = facts + :facts, started_at = coalesce(started_at, :now)
             where kind = :kind""";

    private static final String FINISH = """
            update restatement_run
               set after_id = null, started_at = null, next_at = :next, finished_at = :now,
                   finished_facts = facts + :facts, facts = 0
             where kind = :kind""";

    private static final String REPORT = """
            select kind, next_at, started_at, facts, finished_at, finished_facts from restatement_run
             where kind = any($1) order by kind""";

    private final Pool pool;

    RestatementRuns(Pool pool) {
        this.pool = pool;
    }

    /** @param after where the run has come to; null at its beginning */
    record Run(String kind, @Nullable UUID after) {}

    /** Kinds that are new are stated at {@code next} for the first time. */
    Uni<Void> add(List<String> kinds, Instant next) {
        return pool.preparedQuery(
                        "insert into restatement_run (kind, next_at) select kind, $2 from unnest($1::text[]) as kinds(kind)"
                                + " on conflict do nothing")
                .execute(Tuple.of(kinds.toArray(String[]::new), at(next)))
                .replaceWithVoid();
    }

    /** All kinds are due at once; a run that is under way goes on. */
    Uni<Void> begin(List<String> kinds, Instant now) {
        return pool.preparedQuery("update restatement_run set next_at = $2 where kind = any($1) and next_at > $2")
                .execute(Tuple.of(kinds.toArray(String[]::new), at(now)))
                .replaceWithVoid();
    }

    /** In the open transaction: a run that is due, for nobody else until the transaction ends. */
    Uni<Optional<Run>> due(List<String> kinds, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("set local lock_timeout = '500ms'")
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(DUE, Object[].class)
                                .setParameter("kinds", kinds)
                                .setParameter("now", now)
                                .getResultList()))
                .map(rows -> rows.stream().findFirst().map(row -> new Run((String) row[0], (UUID) row[1])));
    }

    /**
     * In the same transaction: what it reads from now on is what all events that were appended before tell of, and its restatement stands
     * before those of every other change. Locks of the rows that are read would not do: a row that is being made is not there yet.
     */
    Uni<Void> stopEvents() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(STOP_EVENTS).executeUpdate())
                .replaceWithVoid();
    }

    /** In the same transaction. */
    Uni<Void> goOn(String kind, UUID after, int facts, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(GO_ON)
                        .setParameter("kind", kind)
                        .setParameter("after", after)
                        .setParameter("facts", facts)
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** In the same transaction. */
    Uni<Void> finish(String kind, int facts, Instant now, Instant next) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(FINISH)
                        .setParameter("kind", kind)
                        .setParameter("facts", facts)
                        .setParameter("now", now)
                        .setParameter("next", next)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** For each kind when it is stated next, or how far the run that is under way has come, and when the last one ended. */
    Uni<JsonArray> report(List<String> kinds) {
        return pool.preparedQuery(REPORT)
                .execute(Tuple.of(kinds.toArray(String[]::new)))
                .map(rows -> {
                    JsonArray report = new JsonArray();
                    for (Row row : rows) report.add(line(row));
                    return report;
                });
    }

    private static JsonObject line(Row row) {
        JsonObject line = new JsonObject().put("kind", row.getString("kind")).put("nextAt", text(row, "next_at"));
        if (row.getValue("started_at") != null)
            line.put("startedAt", text(row, "started_at")).put("facts", row.getLong("facts"));
        if (row.getValue("finished_at") != null)
            line.put("finishedAt", text(row, "finished_at")).put("finishedFacts", row.getLong("finished_facts"));
        return line;
    }

    private static String text(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant().toString();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
