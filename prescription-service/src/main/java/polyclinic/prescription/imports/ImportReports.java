package polyclinic.prescription.imports;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.NotFound;

/** The reports of imports in the database. */
@ApplicationScoped
class ImportReports {
    private static final String ADD_LINES = """
            insert into table_import_line (import_id, line, outcome, reason)
            select :id, line, outcome, reason
              from jsonb_to_recordset(cast(cast(:lines as text) as jsonb)) as l (line int, outcome text, reason text)""";

    private static final String BEGIN = """
            insert into table_import (id, kind, status, created, updated, unchanged, refused, created_at)
            values (:id, :kind, 'RUNNING', 0, 0, 0, 0, :now)""";

    private static final String END = """
            update table_import set status = :status where id = :id and status = 'RUNNING'""";

    /**
     * Also of one that was interrupted: what it has taken counts. A screening that waits and that nobody begins before this
     * transaction ends sees this table, too: another would only look at all prescriptions twice.
     */
    private static final String SCREEN = """
            insert into table_screening (import_id, requested_at)
            select id, now() from table_import where id = :id and created + updated > 0
               and not exists (select 1 from table_screening where last_id is null for update skip locked)""";

    private static final String COUNT = """
            update table_import set created = created + :created, updated = updated + :updated,
                   unchanged = unchanged + :unchanged, refused = refused + :refused
             where id = :id""";

    private static final String FIND = """
            select id, kind, status, created, updated, unchanged, refused, created_at
              from table_import where id = $1 and kind = $2""";

    private static final String LINES = """
            select line, outcome, reason from table_import_line
             where import_id = $1 and line > $2 and ($3::text is null or outcome = $3)
             order by line limit $4""";

    private final Pool pool;

    ImportReports(Pool pool) {
        this.pool = pool;
    }

    /** In the open transaction, as the next ones. */
    Uni<Void> begin(UUID id, String kind, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(BEGIN)
                        .setParameter("id", id)
                        .setParameter("kind", kind)
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    Uni<Void> add(UUID id, List<LineOutcome> lines) {
        List<Map<String, Object>> rows = lines.stream()
                .<Map<String, Object>>map(line -> line.reason() == null
                        ? Map.of("line", line.line(), "outcome", line.outcome().name())
                        : Map.of(
                                "line", line.line(),
                                "outcome", line.outcome().name(),
                                "reason", line.reason()))
                .toList();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD_LINES)
                        .setParameter("id", id)
                        .setParameter("lines", Json.write(rows))
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(COUNT)
                                .setParameter("id", id)
                                .setParameter("created", count(lines, LineOutcome.Kind.CREATED))
                                .setParameter("updated", count(lines, LineOutcome.Kind.UPDATED))
                                .setParameter("unchanged", count(lines, LineOutcome.Kind.UNCHANGED))
                                .setParameter("refused", count(lines, LineOutcome.Kind.REFUSED))
                                .executeUpdate()))
                .replaceWithVoid();
    }

    private static int count(List<LineOutcome> lines, LineOutcome.Kind outcome) {
        return (int) lines.stream().filter(line -> line.outcome() == outcome).count();
    }

    /** What it changed is screened for afterwards. */
    Uni<Void> end(UUID id, ImportView.Status status) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(END)
                        .setParameter("id", id)
                        .setParameter("status", status.name())
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(SCREEN)
                                .setParameter("id", id)
                                .executeUpdate()))
                .replaceWithVoid();
    }

    /** Fails with 404 when there is none of this kind. */
    Uni<ImportView> find(UUID id, String kind) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id, kind)).map(rows -> {
            if (rows.size() == 0) throw new NotFound("import");
            return view(rows.iterator().next());
        });
    }

    /** @return one more than the limit when there are more */
    Uni<List<LineOutcome>> lines(UUID id, LineOutcome.@Nullable Kind outcome, int after, int limit) {
        return pool.preparedQuery(LINES)
                .execute(Tuple.of(id, after, outcome == null ? null : outcome.name(), limit + 1))
                .map(ImportReports::lines);
    }

    private static List<LineOutcome> lines(RowSet<Row> rows) {
        List<LineOutcome> lines = new ArrayList<>();
        for (Row row : rows)
            lines.add(new LineOutcome(
                    row.getInteger("line"),
                    LineOutcome.Kind.valueOf(row.getString("outcome")),
                    row.getString("reason")));
        return lines;
    }

    private static ImportView view(Row row) {
        return new ImportView(
                row.getUUID("id"),
                row.getString("kind"),
                ImportView.Status.valueOf(row.getString("status")),
                row.getInteger("created"),
                row.getInteger("updated"),
                row.getInteger("unchanged"),
                row.getInteger("refused"),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
