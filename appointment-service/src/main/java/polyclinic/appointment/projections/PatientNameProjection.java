package polyclinic.appointment.projections;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** {@link PatientNames}, held against what patient-service states. */
@ApplicationScoped
class PatientNameProjection implements Projection<PatientName> {
    private static final String KEPT = """
            select patient_id, version, uhid, given_name, family_name from known_patient
             where patient_id > $1 and patient_id <= $2 order by patient_id limit $3""";

    private final Pool pool;
    private final PatientNames names;

    PatientNameProjection(Pool pool, PatientNames names) {
        this.pool = pool;
        this.names = names;
    }

    @Override
    public String name() {
        return "known_patient";
    }

    @Override
    public String kind() {
        return "patients";
    }

    @Override
    public PatientName read(CloudEvent fact) {
        return fact.as(PatientNameListener.PatientFields.class).name();
    }

    @Override
    public UUID id(PatientName row) {
        return row.patientId();
    }

    @Override
    public long version(PatientName row) {
        return row.version();
    }

    @Override
    public boolean isSame(PatientName kept, PatientName stated) {
        return Objects.equals(kept.uhid(), stated.uhid())
                && Objects.equals(kept.givenName(), stated.givenName())
                && Objects.equals(kept.familyName(), stated.familyName());
    }

    @Override
    public Uni<List<PatientName>> kept(IdRange range) {
        return pool.preparedQuery(KEPT)
                .execute(Tuple.of(range.after(), range.through(), range.limit()))
                .map(rows -> {
                    List<PatientName> kept = new ArrayList<>();
                    for (Row row : rows) kept.add(PatientNames.name(row));
                    return kept;
                });
    }

    @Override
    public Uni<Void> put(List<PatientName> stated) {
        return names.mend(stated);
    }

    @Override
    public Uni<Void> putBack(List<PatientName> stated) {
        return names.replace(stated);
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from known_patient where patient_id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }
}
