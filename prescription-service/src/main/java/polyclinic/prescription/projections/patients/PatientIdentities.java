package polyclinic.prescription.projections.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.LatestVersions;
import polyclinic.commons.reconciliation.IdRange;

/** Patients in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
public class PatientIdentities {
    private static final String FIND = """
            select id, version, uhid, given_name, family_name, birth_date, birth_date_estimated
              from known_patient where id = $1""";

    private static final String IN_RANGE = """
            select id, version, uhid, given_name, family_name, birth_date, birth_date_estimated
              from known_patient where id > $1 and id <= $2 order by id limit $3""";

    private static final String REPLACE = """
            insert into known_patient as known (id, version, uhid, given_name, family_name, birth_date, birth_date_estimated)
            select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::date[], $7::boolean[])
            on conflict (id) do update
               set version = excluded.version, uhid = excluded.uhid, given_name = excluded.given_name,
                   family_name = excluded.family_name, birth_date = excluded.birth_date,
                   birth_date_estimated = excluded.birth_date_estimated""";

    private static final String SAVE = REPLACE + " where known.version < excluded.version";

    private static final String MEND = REPLACE + " where known.version <= excluded.version";

    private final Pool pool;

    PatientIdentities(Pool pool) {
        this.pool = pool;
    }

    /** The patient, or null when unknown. */
    public Uni<@Nullable PatientIdentity> find(UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0 ? null : patient(rows.iterator().next()));
    }

    /** Keeps the newest versions; a repeated or older one has no effect. */
    Uni<Void> save(List<PatientIdentity> patients) {
        Collection<PatientIdentity> latest = LatestVersions.of(patients, PatientIdentity::id, PatientIdentity::version);
        return latest.isEmpty() ? Uni.createFrom().voidItem() : write(SAVE, latest);
    }

    Uni<List<PatientIdentity>> inRange(IdRange range) {
        return pool.preparedQuery(IN_RANGE)
                .execute(Tuple.of(range.after(), range.through(), range.limit()))
                .map(rows -> {
                    List<PatientIdentity> found = new ArrayList<>();
                    for (Row row : rows) found.add(patient(row));
                    return found;
                });
    }

    /** Of the same version, too, and unless a newer one is there. */
    Uni<Void> mend(List<PatientIdentity> patients) {
        return write(MEND, patients);
    }

    /** Whatever version is there. */
    Uni<Void> replace(List<PatientIdentity> patients) {
        return write(REPLACE, patients);
    }

    private Uni<Void> write(String statement, Collection<PatientIdentity> patients) {
        return pool.preparedQuery(statement)
                .execute(Tuple.from(List.of(
                        column(patients, PatientIdentity::id, UUID[]::new),
                        column(patients, PatientIdentity::version, Long[]::new),
                        column(patients, PatientIdentity::uhid, String[]::new),
                        column(patients, PatientIdentity::givenName, String[]::new),
                        column(patients, PatientIdentity::familyName, String[]::new),
                        column(patients, PatientIdentity::birthDate, LocalDate[]::new),
                        column(patients, PatientIdentity::birthDateEstimated, Boolean[]::new))))
                .replaceWithVoid();
    }

    Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from known_patient where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    private static PatientIdentity patient(Row row) {
        return new PatientIdentity(
                row.getUUID("id"),
                row.getLong("version"),
                row.getString("uhid"),
                row.getString("given_name"),
                row.getString("family_name"),
                row.getLocalDate("birth_date"),
                row.getBoolean("birth_date_estimated"));
    }

    private static <V extends @Nullable Object> V[] column(
            Collection<PatientIdentity> rows, Function<PatientIdentity, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
