package polyclinic.prescription.patients;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.prescription.checking.Allergy;

/** Patients and their allergies in the own database. A newer version wins, whatever the order in which they are told. */
@ApplicationScoped
public class KnownPatients {
    private final Pool pool;

    KnownPatients(Pool pool) {
        this.pool = pool;
    }

    /** The patient, or null when unknown. */
    public Uni<KnownPatient> patient(UUID id) {
        return pool.preparedQuery("select * from known_patient where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0 ? null : patient(rows.iterator().next()));
    }

    /** The allergies of which events told. */
    Uni<List<Allergy>> allergies(UUID patientId) {
        return pool.preparedQuery("select * from known_allergy where patient_id = $1 and not removed order by id")
                .execute(Tuple.of(patientId))
                .map(KnownPatients::allergies);
    }

    /** In the open transaction. */
    Uni<Void> learn(KnownPatient told) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into known_patient as known
                                    (id, version, uhid, given_name, family_name, birth_date)
                                values (:id, :version, :uhid, :given, :family, :birth)
                                on conflict (id) do update
                                   set version = excluded.version, uhid = excluded.uhid,
                                       given_name = excluded.given_name, family_name = excluded.family_name,
                                       birth_date = excluded.birth_date
                                 where known.version < excluded.version""")
                        .setParameter("id", told.id())
                        .setParameter("version", told.version())
                        .setParameter("uhid", told.uhid())
                        .setParameter("given", told.givenName())
                        .setParameter("family", told.familyName())
                        .setParameter("birth", told.birthDate())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /**
     * In the open transaction.
     *
     * @param removed the row stays as a marker, so that what was told before cannot bring it back
     */
    Uni<Void> learn(UUID patientId, Allergy told, long version, boolean removed) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into known_allergy as known
                                    (id, patient_id, code, system, name, criticality, removed, version)
                                values (:id, :patient, :code, :system, :name, :criticality, :removed, :version)
                                on conflict (id) do update
                                   set code = excluded.code, system = excluded.system, name = excluded.name,
                                       criticality = excluded.criticality, removed = excluded.removed,
                                       version = excluded.version
                                 where known.version < excluded.version""")
                        .setParameter("id", told.id())
                        .setParameter("patient", patientId)
                        .setParameter("code", told.code())
                        .setParameter("system", told.system())
                        .setParameter("name", told.name())
                        .setParameter("criticality", told.criticality())
                        .setParameter("removed", removed)
                        .setParameter("version", version)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static KnownPatient patient(Row row) {
        return new KnownPatient(
                row.getUUID("id"),
                row.getLong("version"),
                row.getString("uhid"),
                row.getString("given_name"),
                row.getString("family_name"),
                row.getLocalDate("birth_date"));
    }

    private static List<Allergy> allergies(RowSet<Row> rows) {
        List<Allergy> allergies = new ArrayList<>();
        for (Row row : rows)
            allergies.add(new Allergy(
                    row.getUUID("id"),
                    row.getString("code"),
                    row.getString("system"),
                    row.getString("name"),
                    row.getString("criticality")));
        return allergies;
    }
}
