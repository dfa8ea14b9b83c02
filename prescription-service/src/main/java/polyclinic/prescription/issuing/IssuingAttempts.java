package polyclinic.prescription.issuing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of attempts. Leases follow the database's clock, which all replicas share. */
@ApplicationScoped
class IssuingAttempts {
    private static final String BEGIN = """
            insert into issuing (prescription_id, attempt, step, next_try_at, gives_up_at, started_at)
            values (:id, :attempt, 'RENDER', now(), :givesUp, :now)""";

    private static final String CLAIM = """
            with due as materialized (
               select prescription_id, attempt from issuing
                where ended_at is null and next_try_at <= now() and lease_until <= now()
                order by next_try_at limit $2 for update skip locked)
            update issuing i set fence = fence + 1, lease_until = now() + make_interval(secs => $1)
              from due where i.prescription_id = due.prescription_id and i.attempt = due.attempt
            returning i.prescription_id, i.attempt, i.step, i.fence, i.document, i.asset_id, i.started_at, i.gives_up_at""";

    private static final String ADVANCE = """
            update issuing set step = $5, document = $6, asset_id = $7, lease_until = now() + make_interval(secs => $8)
             where prescription_id = $1 and attempt = $2 and fence = $3 and step = $4""";

    private static final String RENEW = """
            update issuing set lease_until = now() + make_interval(secs => $4)
             where prescription_id = $1 and attempt = $2 and fence = $3 and ended_at is null
               and lease_until > now()""";

    private static final String RELEASE = """
            update issuing set next_try_at = now() + make_interval(secs => $4), lease_until = '-infinity'
             where prescription_id = $1 and attempt = $2 and fence = $3 and ended_at is null""";

    private static final String END = """
            update issuing set step = :end, reason = :reason, ended_at = :now, document = null
             where prescription_id = :id and attempt = :attempt and fence = :fence and step = :step""";

    private final Pool pool;

    IssuingAttempts(Pool pool) {
        this.pool = pool;
    }

    /** In the open transaction: begins an attempt. */
    Uni<Void> begin(UUID prescriptionId, int attempt, Instant now, Instant givesUpAt) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(BEGIN)
                        .setParameter("id", prescriptionId)
                        .setParameter("attempt", attempt)
                        .setParameter("givesUp", givesUpAt)
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Claims attempts that are due and that no replica owns. */
    Uni<List<IssuingAttempt>> claim(int limit, Duration lease) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(seconds(lease), limit))
                .map(IssuingAttempts::attempts);
    }

    /** Writes what one step achieved; fails with {@link LostLease} when another replica has taken over. */
    Uni<IssuingAttempt> advance(IssuingAttempt before, IssuingAttempt after, Duration lease) {
        Tuple values = Tuple.tuple()
                .addUUID(before.prescriptionId())
                .addInteger(before.attempt())
                .addLong(before.fence())
                .addString(before.step().name())
                .addString(after.step().name())
                .addBuffer(Buffer.buffer(after.requireDocument()))
                .addUUID(after.assetId())
                .addDouble(seconds(lease));
        return pool.preparedQuery(ADVANCE)
                .execute(values)
                .invoke(rows -> requireOne(rows.rowCount()))
                .replaceWith(after);
    }

    /** Goes on owning the attempt; fails with {@link LostLease} when it is owned no longer: taken over, released or ended. */
    Uni<Void> renew(IssuingAttempt attempt, Duration lease) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(attempt.prescriptionId(), attempt.attempt(), attempt.fence(), seconds(lease)))
                .invoke(rows -> requireOne(rows.rowCount()))
                .replaceWithVoid();
    }

    /** Releases the row, to be tried again after a pause. */
    Uni<Void> release(IssuingAttempt attempt, Duration pause) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(attempt.prescriptionId(), attempt.attempt(), attempt.fence(), seconds(pause)))
                .replaceWithVoid();
    }

    /**
     * In the open transaction, which also changes the prescription: ends the attempt. Fails with {@link LostLease} when another
     * replica has taken over.
     *
     * @param reason why it failed, or null
     */
    Uni<Void> end(IssuingAttempt attempt, Step end, @Nullable String reason, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(END)
                        .setParameter("end", end.name())
                        .setParameter("reason", reason)
                        .setParameter("now", now)
                        .setParameter("id", attempt.prescriptionId())
                        .setParameter("attempt", attempt.attempt())
                        .setParameter("fence", attempt.fence())
                        .setParameter("step", attempt.step().name())
                        .executeUpdate())
                .invoke(IssuingAttempts::requireOne)
                .replaceWithVoid();
    }

    private static void requireOne(int changedRows) {
        if (changedRows != 1) throw new LostLease();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static List<IssuingAttempt> attempts(RowSet<Row> rows) {
        List<IssuingAttempt> attempts = new ArrayList<>();
        for (Row row : rows) {
            Buffer document = row.getBuffer("document");
            attempts.add(new IssuingAttempt(
                    row.getUUID("prescription_id"),
                    row.getInteger("attempt"),
                    Step.valueOf(row.getString("step")),
                    row.getLong("fence"),
                    document == null ? null : document.getBytes(),
                    row.getUUID("asset_id"),
                    row.getOffsetDateTime("started_at").toInstant(),
                    row.getOffsetDateTime("gives_up_at").toInstant()));
        }
        return attempts;
    }

    /** Another replica has taken over the attempt, so this one must stop. */
    static final class LostLease extends RuntimeException {
        LostLease() {
            super("another replica has taken over", null, false, false);
        }
    }
}
