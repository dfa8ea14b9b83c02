package polyclinic.commons.access.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import polyclinic.commons.access.CareRelationship;
import polyclinic.commons.access.CareStore;
import polyclinic.commons.postgres.LatestVersions;

/**
 * Care relationships in the table {@code care}, which the service's own migration creates. A service may name the table in its
 * queries: {@link #IN_CARE} is the condition.
 */
@ApplicationScoped
public class PostgresCareStore implements CareStore {
    /** Whether the patient {@code %s} is in the care of the doctor {@code %s}. */
    public static final String IN_CARE =
            "exists (select from care where care.patient_id = %s and care.doctor_subject = %s and care.active)";

    /** A doctor without an account is the empty subject, which is nobody's. */
    private static final String SAVE = """
            insert into care (appointment_id, doctor_subject, patient_id, version, active)
            select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::boolean[])
            on conflict (appointment_id) do update
            set doctor_subject = excluded.doctor_subject, version = excluded.version, active = excluded.active
            where care.version < excluded.version""";

    private final Pool pool;

    PostgresCareStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Boolean> contains(String doctorSubject, UUID patientId) {
        return pool.preparedQuery("select " + IN_CARE.formatted("$1", "$2"))
                .execute(Tuple.of(patientId, doctorSubject))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    @Override
    public Uni<Set<UUID>> patientsOf(String doctorSubject) {
        return pool.preparedQuery("select distinct patient_id from care where doctor_subject = $1 and active")
                .execute(Tuple.of(doctorSubject))
                .map(rows -> {
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
                .execute(Tuple.of(
                        latest.stream().map(CareRelationship::id).toArray(UUID[]::new),
                        latest.stream().map(PostgresCareStore::subject).toArray(String[]::new),
                        latest.stream().map(CareRelationship::patientId).toArray(UUID[]::new),
                        latest.stream().map(CareRelationship::version).toArray(Long[]::new),
                        latest.stream().map(CareRelationship::active).toArray(Boolean[]::new)))
                .replaceWithVoid();
    }

    private static String subject(CareRelationship relationship) {
        return relationship.doctorSubject() == null ? "" : relationship.doctorSubject();
    }
}
