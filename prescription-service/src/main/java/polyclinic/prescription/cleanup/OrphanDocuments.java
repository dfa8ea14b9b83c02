package polyclinic.prescription.cleanup;

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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Ids;

/** The table of documents to delete. A claim moves a row's next try, so that no two replicas work on the same row. */
@ApplicationScoped
public class OrphanDocuments {
    private static final String ADD = """
            insert into unwanted_document (id, prescription_id, patient_id, asset_id, sha256, settled_at, next_try_at)
            values (:id, :prescription, :patient, :asset, :sha256, :settled, :now)""";

    private static final String ADD_LATE = """
            insert into unwanted_document
                   (id, prescription_id, patient_id, asset_id, sha256, settled_at, next_try_at)
            select $1, p.id, p.patient_id, $3, $2, now(), now()
              from issuing i join prescription p on p.id = i.prescription_id
             where i.prescription_id = $4 and i.attempt = $5 and i.step = 'RETURNED'""";

    private static final String CLAIM = """
            with due as materialized (
               select id from unwanted_document where next_try_at <= now()
                order by next_try_at limit $2 for update skip locked)
            update unwanted_document u
               set tries = u.tries + 1,
                   next_try_at = now() + make_interval(secs => least(60, $1 * power(2, least(u.tries, 10))))
              from due where u.id = due.id
            returning u.id, u.prescription_id, u.patient_id, u.asset_id, u.sha256, u.settled_at""";

    private final CleanupConfig config;
    private final Pool pool;

    OrphanDocuments(CleanupConfig config, Pool pool) {
        this.config = config;
        this.pool = pool;
    }

    /** In the open transaction: marks the document, if there is one at asset-service, for deletion. */
    public Uni<Void> add(UUID prescriptionId, UUID patientId, @Nullable UUID assetId, String sha256, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD)
                        .setParameter("id", Ids.next())
                        .setParameter("prescription", prescriptionId)
                        .setParameter("patient", patientId)
                        .setParameter("asset", assetId)
                        .setParameter("sha256", sha256)
                        .setParameter("settled", now.plus(config.settlesAfter()))
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Outside a transaction: adds the document if it was stored after its attempt had been given up. */
    public Uni<Void> addIfReturned(UUID prescriptionId, int attempt, UUID assetId, String sha256) {
        return pool.preparedQuery(ADD_LATE)
                .execute(Tuple.of(Ids.next(), sha256, assetId, prescriptionId, attempt))
                .replaceWithVoid();
    }

    /** Returns the documents that are due, claimed by this replica until their next try. */
    Uni<List<OrphanDocument>> claim(int limit) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(config.pause().toMillis() / 1000.0, limit))
                .map(OrphanDocuments::documents);
    }

    Uni<Void> remove(OrphanDocument document) {
        return pool.preparedQuery("delete from unwanted_document where id = $1")
                .execute(Tuple.of(document.id()))
                .replaceWithVoid();
    }

    private static List<OrphanDocument> documents(RowSet<Row> rows) {
        List<OrphanDocument> documents = new ArrayList<>();
        for (Row row : rows)
            documents.add(new OrphanDocument(
                    row.getUUID("id"),
                    row.getUUID("prescription_id"),
                    row.getUUID("patient_id"),
                    row.getUUID("asset_id"),
                    row.getString("sha256"),
                    row.getOffsetDateTime("settled_at").toInstant()));
        return documents;
    }
}
