package polyclinic.appointment.projections;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.appointment.clients.PatientClient;
import polyclinic.commons.access.OwnerLookup;
import polyclinic.commons.access.OwnerUnavailable;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.identity.CurrentCaller;

/**
 * The names of patients, from patient-service's events. An event may still be on its way when a client books right after
 * registering, so on a miss the owner is asked, in the caller's name.
 */
@ApplicationScoped
public class PatientNames {
    private final Pool pool;
    private final PatientClient owner;
    private final CurrentCaller caller;

    PatientNames(Pool pool, @RestClient PatientClient owner, CurrentCaller caller) {
        this.pool = pool;
        this.owner = owner;
        this.caller = caller;
    }

    /** Fails with {@link UnknownPatient} when there is none, with 503 when only the owner could say and does not answer. */
    public Uni<Void> require(UUID id) {
        return pool.preparedQuery("select 1 from known_patient where patient_id = $1")
                .execute(Tuple.of(id))
                .chain(rows -> rows.size() > 0 ? Uni.createFrom().voidItem() : askOwner(id));
    }

    /** Asks patient-service and records the answer. */
    public Uni<Void> askOwner(UUID id) {
        String bearer = caller.bearer();
        if (bearer == null) return Uni.createFrom().failure(new UnknownPatient(id));
        return OwnerLookup.ask("patient-service", owner.get(id, "Bearer " + bearer))
                .onFailure(OwnerUnavailable.class)
                .transform(unavailable -> new PatientServiceUnavailable())
                .map(found -> found.orElseThrow(() -> new UnknownPatient(id)))
                .chain(patient -> Panache.withTransaction(() -> record(name(patient))));
    }

    /** Takes over a name, in the open transaction, unless a newer one is known: events and answers come in any order. */
    Uni<Void> record(PatientName patient) {
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
    public Uni<Map<UUID, PatientName>> byId(Collection<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(Map.of());
        return pool.preparedQuery("select patient_id, version, uhid, given_name, family_name from known_patient"
                        + " where patient_id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .map(PatientNames::name)
                        .collect(Collectors.toMap(PatientName::patientId, Function.identity())));
    }

    static PatientName name(Row row) {
        return new PatientName(
                row.getUUID("patient_id"),
                row.getLong("version"),
                row.getString("uhid"),
                row.getString("given_name"),
                row.getString("family_name"));
    }

    private static PatientName name(PatientClient.Patient patient) {
        return new PatientName(
                patient.id(), patient.version(), patient.uhid(), patient.givenName(), patient.familyName());
    }
}
