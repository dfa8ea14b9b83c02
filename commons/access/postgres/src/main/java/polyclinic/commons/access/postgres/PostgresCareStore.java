package polyclinic.commons.access.postgres;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.care.CareBasis;
import polyclinic.commons.access.care.CareRelationship;
import polyclinic.commons.access.care.CareStore;
import polyclinic.commons.access.care.DoctorAccount;
import polyclinic.commons.postgres.LatestVersions;
import polyclinic.commons.reconciliation.IdRange;

/**
 * Care relationships in the tables {@code care} and {@code care_doctor}, which the service's own migration creates. A service
 * may name the tables in its queries: {@link #IN_CARE} is the condition.
 */
@ApplicationScoped
public class PostgresCareStore implements CareStore {
    /** Whether the patient {@code %1$s} is in the care of the account {@code %2$s}, by its doctor or by itself. */
    public static final String IN_CARE = """
            exists (select from care
                     where care.patient_id = %1$s and care.until > now()
                       and (care.subject = %2$s
                            or care.doctor_id in (select d.doctor_id from care_doctor d where d.subject = %2$s)))""";

    /** Two selects, because an "or" over both would read the whole table. */
    private static final String PATIENTS = """
            select patient_id from care where subject = $1 and until > now()
            union
            select c.patient_id from care_doctor d join care c on c.doctor_id = d.doctor_id
             where d.subject = $1 and c.until > now()""";

    private static final String COLUMNS =
            "insert into care (id, version, patient_id, doctor_id, subject, basis, since, until, self_made)";

    private static final String REPLACING = """

            on conflict (id) do update
            set version = excluded.version, patient_id = excluded.patient_id, doctor_id = excluded.doctor_id,
                subject = excluded.subject, basis = excluded.basis, since = least(care.since, excluded.since),
                until = excluded.until, self_made = excluded.self_made""";

    private static final String UNLESS_NEWER = REPLACING + " where care.version < excluded.version";

    private static final String ROWS = COLUMNS + """

            select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                                 $7::timestamptz[], $8::timestamptz[], $9::boolean[])""";

    private static final String SAVE = ROWS + UNLESS_NEWER;

    private static final String MEND = ROWS + REPLACING + " where care.version <= excluded.version";

    private static final String KEPT = """
            select id, version, patient_id, doctor_id, subject, basis, since, until, self_made from care
             where id > $1 and id <= $2 and basis = $4 and until > now()
             order by id limit $3""";

    private static final String KEPT_ACCOUNTS = """
            select doctor_id, version, subject from care_doctor
             where doctor_id > $1 and doctor_id <= $2 order by doctor_id limit $3""";

    private static final String SAVE_ONE = COLUMNS + """

            values (:id, :version, :patient, cast(:doctor as uuid), :subject, :basis, :since, :until, :selfMade)""" + UNLESS_NEWER;

    private static final String REPLACE_ACCOUNTS = """
            insert into care_doctor (doctor_id, version, subject)
            select * from unnest($1::uuid[], $2::bigint[], $3::text[])
            on conflict (doctor_id) do update
            set version = excluded.version, subject = excluded.subject""";

    private static final String SAVE_ACCOUNTS = REPLACE_ACCOUNTS + " where care_doctor.version < excluded.version";

    private static final String MEND_ACCOUNTS = REPLACE_ACCOUNTS + " where care_doctor.version <= excluded.version";

    private final Pool pool;

    PostgresCareStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Boolean> contains(String subject, UUID patientId) {
        return pool.preparedQuery("select " + IN_CARE.formatted("$1", "$2"))
                .execute(Tuple.of(patientId, subject))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    @Override
    public Uni<Set<UUID>> patientsOf(String subject) {
        return pool.preparedQuery(PATIENTS).execute(Tuple.of(subject)).map(rows -> {
            Set<UUID> patients = new HashSet<>();
            for (Row row : rows) patients.add(row.getUUID(0));
            return patients;
        });
    }

    @Override
    public Uni<Void> save(List<CareRelationship> relationships) {
        return write(SAVE, relationships);
    }

    @Override
    public Uni<Map<UUID, Long>> versions(Collection<UUID> ids) {
        return pool.preparedQuery("select id, version from care where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Long> versions = new HashMap<>();
                    for (Row row : rows) versions.put(row.getUUID("id"), row.getLong("version"));
                    return versions;
                });
    }

    @Override
    public Uni<Void> mend(List<CareRelationship> relationships) {
        return write(MEND, relationships);
    }

    @Override
    public Uni<Void> replace(List<CareRelationship> relationships) {
        return write(ROWS + REPLACING, relationships);
    }

    private Uni<Void> write(String statement, List<CareRelationship> relationships) {
        Collection<CareRelationship> latest =
                LatestVersions.of(relationships, CareRelationship::id, CareRelationship::version);
        return pool.preparedQuery(statement)
                .execute(Tuple.from(List.of(
                        column(latest, CareRelationship::id, UUID[]::new),
                        column(latest, CareRelationship::version, Long[]::new),
                        column(latest, CareRelationship::patientId, UUID[]::new),
                        column(latest, CareRelationship::doctorId, UUID[]::new),
                        column(latest, CareRelationship::subject, String[]::new),
                        column(latest, relationship -> relationship.basis().wire(), String[]::new),
                        column(latest, relationship -> timestamp(relationship.since()), OffsetDateTime[]::new),
                        column(latest, relationship -> timestamp(relationship.until()), OffsetDateTime[]::new),
                        column(latest, CareRelationship::selfMade, Boolean[]::new))))
                .replaceWithVoid();
    }

    /**
     * The same for one fact of the service's own, as part of the transaction that is open, so that it is care from the commit
     * on.
     */
    public Uni<Void> saveInTransaction(CareRelationship relationship) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(SAVE_ONE)
                        .setParameter("id", relationship.id())
                        .setParameter("version", relationship.version())
                        .setParameter("patient", relationship.patientId())
                        .setParameter("doctor", relationship.doctorId())
                        .setParameter("subject", relationship.subject())
                        .setParameter("basis", relationship.basis().wire())
                        .setParameter("since", relationship.since())
                        .setParameter("until", relationship.until())
                        .setParameter("selfMade", relationship.selfMade())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> saveAccounts(List<DoctorAccount> accounts) {
        return writeAccounts(SAVE_ACCOUNTS, accounts);
    }

    @Override
    public Uni<Void> mendAccounts(List<DoctorAccount> accounts) {
        return writeAccounts(MEND_ACCOUNTS, accounts);
    }

    @Override
    public Uni<Void> replaceAccounts(List<DoctorAccount> accounts) {
        return writeAccounts(REPLACE_ACCOUNTS, accounts);
    }

    private Uni<Void> writeAccounts(String statement, List<DoctorAccount> accounts) {
        Collection<DoctorAccount> latest = LatestVersions.of(accounts, DoctorAccount::doctorId, DoctorAccount::version);
        return pool.preparedQuery(statement)
                .execute(Tuple.of(
                        column(latest, DoctorAccount::doctorId, UUID[]::new),
                        column(latest, DoctorAccount::version, Long[]::new),
                        column(latest, DoctorAccount::subject, String[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<CareRelationship>> kept(CareBasis basis, IdRange range) {
        return pool.preparedQuery(KEPT)
                .execute(Tuple.of(range.after(), range.through(), range.limit(), basis.wire()))
                .map(rows -> {
                    List<CareRelationship> kept = new ArrayList<>();
                    for (Row row : rows) kept.add(relationship(row, basis));
                    return kept;
                });
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from care where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<DoctorAccount>> keptAccounts(IdRange range) {
        return pool.preparedQuery(KEPT_ACCOUNTS)
                .execute(Tuple.of(range.after(), range.through(), range.limit()))
                .map(rows -> {
                    List<DoctorAccount> kept = new ArrayList<>();
                    for (Row row : rows)
                        kept.add(new DoctorAccount(
                                row.getUUID("doctor_id"), row.getLong("version"), row.getString("subject")));
                    return kept;
                });
    }

    @Override
    public Uni<Void> removeAccounts(List<UUID> doctorIds) {
        return pool.preparedQuery("delete from care_doctor where doctor_id = any($1)")
                .execute(Tuple.of(doctorIds.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    private static CareRelationship relationship(Row row, CareBasis basis) {
        return new CareRelationship(
                row.getUUID("id"),
                row.getLong("version"),
                row.getUUID("patient_id"),
                row.getUUID("doctor_id"),
                row.getString("subject"),
                basis,
                row.getOffsetDateTime("since").toInstant(),
                row.getOffsetDateTime("until").toInstant(),
                row.getBoolean("self_made"));
    }

    private static <T, V extends @Nullable Object> V[] column(
            Collection<T> rows, Function<T, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
