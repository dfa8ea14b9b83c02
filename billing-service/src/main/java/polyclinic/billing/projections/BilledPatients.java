package polyclinic.billing.projections;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.KnownPatientStore;
import polyclinic.commons.postgres.LatestVersions;
import polyclinic.commons.reconciliation.IdRange;

/** Patients in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
public class BilledPatients implements KnownPatientStore {
    private static final String REPLACE = """
            insert into known_patient as known (id, version, uhid, given_name, family_name)
            select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[])
            on conflict (id) do update
               set version = excluded.version, uhid = excluded.uhid, given_name = excluded.given_name,
                   family_name = excluded.family_name""";

    private static final String SAVE = REPLACE + " where known.version < excluded.version";

    private static final String MEND = REPLACE + " where known.version <= excluded.version";

    private static final String IN_RANGE = """
            select id, version, uhid, given_name, family_name from known_patient
             where id > $1 and id <= $2 order by id limit $3""";

    private static final String ADD = """
            insert into known_patient (id, version) select id, -1 from unnest($1::uuid[]) as t(id)
            on conflict do nothing""";

    private final Pool pool;

    BilledPatients(Pool pool) {
        this.pool = pool;
    }

    /** Empty when unknown; without names while nothing but the id is known. */
    public Uni<Optional<BilledPatient>> find(UUID id) {
        return pool.preparedQuery("select id, version, uhid, given_name, family_name from known_patient where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(patient(rows.iterator().next())));
    }

    @Override
    public Uni<Boolean> contains(UUID patientId) {
        return pool.preparedQuery("select 1 from known_patient where id = $1")
                .execute(Tuple.of(patientId))
                .map(rows -> rows.size() > 0);
    }

    @Override
    public Uni<Void> add(Collection<UUID> patientIds) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.of(patientIds.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    /** A repeated or an older version has no effect. */
    Uni<Void> save(List<BilledPatient> patients) {
        Collection<BilledPatient> latest = LatestVersions.of(patients, BilledPatient::id, BilledPatient::version);
        return latest.isEmpty() ? Uni.createFrom().voidItem() : write(SAVE, latest);
    }

    /** Of the same version, too, and unless a newer one is there. */
    Uni<Void> mend(List<BilledPatient> patients) {
        return write(MEND, patients);
    }

    /** Whatever version is there. */
    Uni<Void> replace(List<BilledPatient> patients) {
        return write(REPLACE, patients);
    }

    Uni<List<BilledPatient>> inRange(IdRange range) {
        return pool.preparedQuery(IN_RANGE)
                .execute(Tuple.of(range.after(), range.through(), range.limit()))
                .map(rows -> {
                    List<BilledPatient> found = new ArrayList<>();
                    for (Row row : rows) found.add(patient(row));
                    return found;
                });
    }

    Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from known_patient where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    private Uni<Void> write(String statement, Collection<BilledPatient> latest) {
        return pool.preparedQuery(statement)
                .execute(Tuple.from(List.of(
                        column(latest, BilledPatient::id, UUID[]::new),
                        column(latest, BilledPatient::version, Long[]::new),
                        column(latest, BilledPatient::uhid, String[]::new),
                        column(latest, BilledPatient::givenName, String[]::new),
                        column(latest, BilledPatient::familyName, String[]::new))))
                .replaceWithVoid();
    }

    private static <V extends @Nullable Object> V[] column(
            Collection<BilledPatient> rows, Function<BilledPatient, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static BilledPatient patient(Row row) {
        return new BilledPatient(
                row.getUUID("id"),
                row.getLong("version"),
                row.getString("uhid"),
                row.getString("given_name"),
                row.getString("family_name"));
    }
}
