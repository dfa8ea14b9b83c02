package polyclinic.patient.medicalrecords;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import polyclinic.patient.content.EntryStatus;

/** Medical records for other features, as clients see them. */
@ApplicationScoped
public class MedicalRecordViews {
    private static final String VALID =
            "select " + MedicalRecords.COLUMNS + " from medical_record r where r.id = any($1) and r.status = $2";

    private final Pool pool;

    MedicalRecordViews(Pool pool) {
        this.pool = pool;
    }

    /** Those that are valid, in any order; the caller has already been checked to reach their patients. */
    public Uni<List<MedicalRecordView>> byIds(List<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(List.of());
        return pool.preparedQuery(VALID)
                .execute(Tuple.of(ids.toArray(UUID[]::new), EntryStatus.ACTIVE.name()))
                .map(rows -> rows.stream().map(MedicalRecords::view).toList());
    }
}
