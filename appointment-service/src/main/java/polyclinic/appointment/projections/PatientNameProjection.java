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
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** {@link PatientNames}, held against what patient-service states. */
@ApplicationScoped
class PatientNameProjection implements Projection<PatientName> {
    private static final String KEPT = """
            select patient_id, version, uhid, given_name, family_name from known_patient
             where patient_id > $1 and patient_id <= $2 order by patient_id limit $3""";

    private static final String PUT = """
            insert into known_patient (patient_id, version, uhid, given_name, family_name)
            select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[])
            on conflict (patient_id) do update
               set version = excluded.version, uhid = excluded.uhid, given_name = excluded.given_name,
                   family_name = excluded.family_name""";

    private final Pool pool;

    PatientNameProjection(Pool pool) {
        this.pool = pool;
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
        return pool.preparedQuery(PUT)
                .execute(Tuple.of(
                        column(stated, PatientName::patientId, UUID[]::new),
                        column(stated, PatientName::version, Long[]::new),
                        column(stated, PatientName::uhid, String[]::new),
                        column(stated, PatientName::givenName, String[]::new),
                        column(stated, PatientName::familyName, String[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from known_patient where patient_id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    private static <V extends @Nullable Object> V[] column(
            List<PatientName> rows, Function<PatientName, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
