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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.care.CareRelationship;
import polyclinic.commons.access.care.CareStore;
import polyclinic.commons.access.care.DoctorAccount;
import polyclinic.commons.postgres.LatestVersions;

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

    private static final String UNLESS_NEWER = """

            on conflict (id) do update
            set version = excluded.version, patient_id = excluded.patient_id, doctor_id = excluded.doctor_id,
                subject = excluded.subject, basis = excluded.basis, since = least(care.since, excluded.since),
                until = excluded.until, self_made = excluded.self_made
            where care.version < excluded.version""";

    private static final String SAVE = COLUMNS + """

            select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                                 $7::timestamptz[], $8::timestamptz[], $9::boolean[])""" + UNLESS_NEWER;

    private static final String SAVE_ONE = COLUMNS + """

            values (:id, :version, :patient, cast(:doctor as uuid), :subject, :basis, :since, :until, :selfMade)""" + UNLESS_NEWER;

    private static final String SAVE_ACCOUNTS = """
            insert into care_doctor (doctor_id, version, subject)
            select * from unnest($1::uuid[], $2::bigint[], $3::text[])
            on conflict (doctor_id) do update
            set version = excluded.version, subject = excluded.subject
            where care_doctor.version < excluded.version""";

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
        Collection<CareRelationship> latest =
                LatestVersions.of(relationships, CareRelationship::id, CareRelationship::version);
        return pool.preparedQuery(SAVE)
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
        Collection<DoctorAccount> latest = LatestVersions.of(accounts, DoctorAccount::doctorId, DoctorAccount::version);
        return pool.preparedQuery(SAVE_ACCOUNTS)
                .execute(Tuple.of(
                        column(latest, DoctorAccount::doctorId, UUID[]::new),
                        column(latest, DoctorAccount::version, Long[]::new),
                        column(latest, DoctorAccount::subject, String[]::new)))
                .replaceWithVoid();
    }

    private static <T, V extends @Nullable Object> V[] column(
            Collection<T> rows, Function<T, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
