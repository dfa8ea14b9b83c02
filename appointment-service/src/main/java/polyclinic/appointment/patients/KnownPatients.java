package polyclinic.appointment.patients;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;

/**
 * The patients as their events tell, kept in the own database. An event may still be on its way when a client books right
 * after registering, so on a miss the owner is asked, in the caller's name.
 */
@ApplicationScoped
public class KnownPatients {
    private static final Set<Integer> HIDDEN = Set.of(403, 404);

    private final Pool pool;
    private final PatientsClient owner;
    private final CurrentCaller caller;

    KnownPatients(Pool pool, @RestClient PatientsClient owner, CurrentCaller caller) {
        this.pool = pool;
        this.owner = owner;
        this.caller = caller;
    }

    /** Fails with {@link UnknownPatient} when there is none, with 503 when only the owner could tell and is away. */
    public Uni<Void> require(UUID id) {
        return pool.preparedQuery("select 1 from known_patient where patient_id = $1")
                .execute(Tuple.of(id))
                .chain(rows -> rows.size() > 0 ? Uni.createFrom().voidItem() : askOwner(id));
    }

    /** Asks patient-service and remembers the answer. */
    public Uni<Void> askOwner(UUID id) {
        String bearer = caller.bearer();
        if (bearer == null) return Uni.createFrom().failure(new UnknownPatient());
        return owner.get(id, "Bearer " + bearer)
                .onFailure()
                .transform(KnownPatients::fact)
                .chain(found -> Panache.withTransaction(() -> learn(found.asKnown())));
    }

    /** Takes over a patient, in the open transaction, unless something newer is known: events and answers come in any order. */
    Uni<Void> learn(KnownPatient patient) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into known_patient (patient_id, version, uhid, given_name, family_name)
                                values (:id, :version, :uhid, :given, :family)
                                on conflict (patient_id) do update
                                   set version = excluded.version, uhid = excluded.uhid,
                                       given_name = excluded.given_name, family_name = excluded.family_name
                                 where known_patient.version < excluded.version""")
                        .setParameter("id", patient.patientId())
                        .setParameter("version", patient.version())
                        .setParameter("uhid", patient.uhid())
                        .setParameter("given", patient.givenName())
                        .setParameter("family", patient.familyName())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Those of the patients who are known, by id. */
    public Uni<Map<UUID, KnownPatient>> byId(Collection<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(Map.of());
        return pool.preparedQuery("select patient_id, version, uhid, given_name, family_name from known_patient"
                        + " where patient_id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, KnownPatient> patients = new HashMap<>();
                    for (Row row : rows)
                        patients.put(
                                row.getUUID("patient_id"),
                                new KnownPatient(
                                        row.getUUID("patient_id"),
                                        row.getLong("version"),
                                        row.getString("uhid"),
                                        row.getString("given_name"),
                                        row.getString("family_name")));
                    return patients;
                });
    }

    private static Throwable fact(Throwable failure) {
        if (failure instanceof WebApplicationException answer
                && HIDDEN.contains(answer.getResponse().getStatus())) return new UnknownPatient();
        return new Problem(
                503, "patient-service-unavailable", "Whether this patient exists cannot be told right now; try again.");
    }
}
