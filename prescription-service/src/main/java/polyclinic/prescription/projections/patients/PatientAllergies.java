package polyclinic.prescription.projections.patients;

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

/** Allergies in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
class PatientAllergies {
    private static final String REPLACE = """
            insert into known_allergy as known (id, patient_id, code, system, name, criticality, none_known, removed, version)
            values (:id, :patient, :code, :system, :name, :criticality, :none, :removed, :version)
            on conflict (id) do update
               set code = excluded.code, system = excluded.system, name = excluded.name,
                   criticality = excluded.criticality, none_known = excluded.none_known, removed = excluded.removed,
                   version = excluded.version""";

    private static final String UPSERT = REPLACE + " where known.version < excluded.version";

    private static final String MEND = REPLACE + " where known.version <= excluded.version";

    private static final String OF_PATIENT = """
            select id, code, system, name, criticality from known_allergy
             where patient_id = :patient and not removed and not none_known
             order by id limit 10000""";

    private static final String ALL_OF_PATIENT = """
            select id, code, system, name, criticality, none_known from known_allergy
             where patient_id = $1 and not removed
             order by id limit 10000""";

    private final Pool pool;

    PatientAllergies(Pool pool) {
        this.pool = pool;
    }

    /** What is known from events and not removed. */
    Uni<AllergyList> of(UUID patientId) {
        return pool.preparedQuery(ALL_OF_PATIENT).execute(Tuple.of(patientId)).map(PatientAllergies::allergies);
    }

    /** The allergies that are known from events and not removed, read in the open transaction. */
    Uni<List<KnownAllergy>> inTransaction(UUID patientId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OF_PATIENT, Object[].class)
                        .setParameter("patient", patientId)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new KnownAllergy(
                                (UUID) row[0], (String) row[1], (String) row[2], (String) row[3], (String) row[4]))
                        .toList());
    }

    /**
     * In the open transaction: keeps the newest version; a repeated or older one has no effect.
     *
     * @param noneKnown whether it states that no allergies are known
     * @return whether it had an effect
     * @param removed whether it was removed; the row stays as a marker, so that an older event that comes late cannot bring it back
     */
    Uni<Boolean> save(UUID patientId, KnownAllergy allergy, boolean noneKnown, long version, boolean removed) {
        return write(UPSERT, patientId, allergy, noneKnown, version, removed).map(changed -> changed > 0);
    }

    /** The same of the version that is there, too. */
    Uni<Boolean> mend(UUID patientId, KnownAllergy allergy, boolean noneKnown, long version, boolean removed) {
        return write(MEND, patientId, allergy, noneKnown, version, removed).map(changed -> changed > 0);
    }

    /** The same whatever version is there. */
    Uni<Boolean> replace(UUID patientId, KnownAllergy allergy, boolean noneKnown, long version, boolean removed) {
        return write(REPLACE, patientId, allergy, noneKnown, version, removed).map(changed -> changed > 0);
    }

    private static Uni<Integer> write(
            String statement, UUID patientId, KnownAllergy allergy, boolean noneKnown, long version, boolean removed) {
        return Panache.getSession().chain(session -> session.createNativeQuery(statement)
                .setParameter("id", allergy.id())
                .setParameter("patient", patientId)
                .setParameter("code", allergy.code())
                .setParameter("system", allergy.system())
                .setParameter("name", allergy.name())
                .setParameter("criticality", allergy.criticality())
                .setParameter("none", noneKnown)
                .setParameter("removed", removed)
                .setParameter("version", version)
                .executeUpdate());
    }

    private static AllergyList allergies(RowSet<Row> rows) {
        List<KnownAllergy> allergies = new ArrayList<>();
        boolean noneKnown = false;
        for (Row row : rows)
            if (row.getBoolean("none_known")) noneKnown = true;
            else
                allergies.add(new KnownAllergy(
                        row.getUUID("id"),
                        row.getString("code"),
                        row.getString("system"),
                        row.getString("name"),
                        row.getString("criticality")));
        return new AllergyList(allergies, noneKnown, false);
    }
}
