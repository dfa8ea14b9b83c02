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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.values.Ids;

/** The rows of the process. Leases are by the database's clock, which all replicas share. */
@ApplicationScoped
class Runs {
    private static final String CLAIM = """
            update issuing set fence = fence + 1, lease_until = now() + make_interval(secs => $1)
             where (prescription_id, attempt) in (
               select prescription_id, attempt from issuing
                where ended_at is null and next_try_at <= now() and lease_until <= now()
                order by next_try_at limit $2 for update skip locked)
            returning *""";
    private static final String ADVANCE = """
            update issuing set step = $5, document = $6, asset_id = $7, lease_until = now() + make_interval(secs => $8)
             where prescription_id = $1 and attempt = $2 and fence = $3 and step = $4""";
    private static final String LATER = """
            update issuing set next_try_at = now() + make_interval(secs => $4), lease_until = '-infinity'
             where prescription_id = $1 and attempt = $2 and fence = $3 and ended_at is null""";

    private static final String LATE = """
            insert into unwanted_document
                   (id, prescription_id, patient_id, asset_id, sha256, settled_at, next_try_at)
            select $1, p.id, p.patient_id, $3, $2, now(), now()
              from issuing i join prescription p on p.id = i.prescription_id
             where i.prescription_id = $4 and i.attempt = $5 and i.step = 'RETURNED'""";

    private final Pool pool;

    Runs(Pool pool) {
        this.pool = pool;
    }

    /** A new attempt begins; in the open transaction. */
    Uni<Void> begin(UUID prescriptionId, int attempt, Instant now, Instant givesUpAt) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into issuing (prescription_id, attempt, step, next_try_at, gives_up_at, started_at)"
                                        + " values (:id, :attempt, 'RENDER', now(), :givesUp, :now)")
                        .setParameter("id", prescriptionId)
                        .setParameter("attempt", attempt)
                        .setParameter("givesUp", givesUpAt)
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Takes over what is due and nobody holds. */
    Uni<List<Run>> claim(int limit, Duration lease) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(seconds(lease), limit))
                .map(Runs::runs);
    }

    /** Writes what one step achieved; fails with {@link LostLease} when another replica has taken over. */
    Uni<Run> advance(Run before, Run after, Duration lease) {
        Tuple values = Tuple.tuple()
                .addUUID(before.prescriptionId())
                .addInteger(before.attempt())
                .addLong(before.fence())
                .addString(before.step().name())
                .addString(after.step().name())
                .addBuffer(after.document() == null ? null : Buffer.buffer(after.document()))
                .addUUID(after.assetId())
                .addDouble(seconds(lease));
        return pool.preparedQuery(ADVANCE).execute(values).map(rows -> {
            if (rows.rowCount() != 1) throw new LostLease();
            return after;
        });
    }

    /** Gives the row back, to be tried again after a pause. */
    Uni<Void> later(Run run, Duration pause) {
        return pool.preparedQuery(LATER)
                .execute(Tuple.of(run.prescriptionId(), run.attempt(), run.fence(), seconds(pause)))
                .replaceWithVoid();
    }

    /** The end, in the transaction that changes the prescription; fails with {@link LostLease} as above. */
    Uni<Void> end(Run run, Step end, String reason, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "update issuing set step = :end, reason = :reason, ended_at = :now, document = null"
                                        + " where prescription_id = :id and attempt = :attempt and fence = :fence"
                                        + " and step = :step")
                        .setParameter("end", end.name())
                        .setParameter("reason", reason)
                        .setParameter("now", now)
                        .setParameter("id", run.prescriptionId())
                        .setParameter("attempt", run.attempt())
                        .setParameter("fence", run.fence())
                        .setParameter("step", run.step().name())
                        .executeUpdate())
                .map(changed -> {
                    if (changed != 1) throw new LostLease();
                    return null;
                });
    }

    /** In the open transaction: the attempt's document, if there is one at asset-service, is not wanted. */
    Uni<Void> unwanted(UUID id, Run run, UUID patientId, String sha256, Instant now, Instant settledAt) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into unwanted_document (id, prescription_id, patient_id, asset_id, sha256,"
                                        + " settled_at, next_try_at) values (:id, :prescription, :patient, :asset,"
                                        + " :sha256, :settled, :now)")
                        .setParameter("id", id)
                        .setParameter("prescription", run.prescriptionId())
                        .setParameter("patient", patientId)
                        .setParameter("asset", run.assetId())
                        .setParameter("sha256", sha256)
                        .setParameter("settled", settledAt)
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Outside a transaction: a document that was stored after the attempt had been given up. */
    Uni<Void> unwantedIfReturned(Run run, String sha256) {
        return pool.preparedQuery(LATE)
                .execute(Tuple.of(Ids.next(), sha256, run.assetId(), run.prescriptionId(), run.attempt()))
                .replaceWithVoid();
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static List<Run> runs(RowSet<Row> rows) {
        List<Run> runs = new ArrayList<>();
        for (Row row : rows) {
            Buffer document = row.getBuffer("document");
            runs.add(new Run(
                    row.getUUID("prescription_id"),
                    row.getInteger("attempt"),
                    Step.valueOf(row.getString("step")),
                    row.getLong("fence"),
                    document == null ? null : document.getBytes(),
                    row.getUUID("asset_id"),
                    row.getOffsetDateTime("started_at")
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toInstant(),
                    row.getOffsetDateTime("gives_up_at")
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toInstant()));
        }
        return runs;
    }

    /** Another replica has taken over: whatever this one was about to do is not its business any more. */
    static final class LostLease extends RuntimeException {
        LostLease() {
            super("another replica has taken over", null, false, false);
        }
    }
}
