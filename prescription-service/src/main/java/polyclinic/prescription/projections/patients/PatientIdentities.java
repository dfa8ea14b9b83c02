package polyclinic.prescription.projections.patients;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Patients in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
public class PatientIdentities {
    private static final String UPSERT = """
            insert into known_patient as known (id, version, uhid, given_name, family_name, birth_date, birth_date_estimated)
            values (:id, :version, :uhid, :given, :family, :birth, :estimated)
            on conflict (id) do update
               set version = excluded.version, uhid = excluded.uhid, given_name = excluded.given_name,
                   family_name = excluded.family_name, birth_date = excluded.birth_date,
                   birth_date_estimated = excluded.birth_date_estimated
             where known.version < excluded.version""";

    private static final String FIND = """
            select id, version, uhid, given_name, family_name, birth_date, birth_date_estimated
              from known_patient where id = $1""";

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

    /** In the open transaction: keeps the newest version; a repeated or older one has no effect. */
    Uni<Void> save(PatientIdentity patient) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(UPSERT)
                        .setParameter("id", patient.id())
                        .setParameter("version", patient.version())
                        .setParameter("uhid", patient.uhid())
                        .setParameter("given", patient.givenName())
                        .setParameter("family", patient.familyName())
                        .setParameter("birth", patient.birthDate())
                        .setParameter("estimated", patient.birthDateEstimated())
                        .executeUpdate())
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
}
