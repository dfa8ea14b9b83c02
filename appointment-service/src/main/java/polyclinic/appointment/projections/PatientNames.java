package polyclinic.appointment.projections;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.clients.PatientClient;
import polyclinic.commons.access.OwnerLookup;
import polyclinic.commons.access.OwnerUnavailable;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.postgres.LatestVersions;

/**
 * The names of patients, from patient-service's events. An event may still be on its way when a client books right after
 * registering, so on a miss the owner is asked, in the caller's name.
 */
@ApplicationScoped
public class PatientNames {
    private static final String REPLACE = """
            insert into known_patient as known (patient_id, version, uhid, given_name, family_name)
            select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[])
            on conflict (patient_id) do update
               set version = excluded.version, uhid = excluded.uhid, given_name = excluded.given_name,
                   family_name = excluded.family_name""";

    private static final String SAVE = REPLACE + " where known.version < excluded.version";

    private static final String MEND = REPLACE + " where known.version <= excluded.version";

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
                .chain(patient -> save(List.of(name(patient))));
    }

    /** Takes over names, unless newer ones are known: events and answers come in any order. */
    Uni<Void> save(List<PatientName> names) {
        Collection<PatientName> latest = LatestVersions.of(names, PatientName::patientId, PatientName::version);
        return latest.isEmpty() ? Uni.createFrom().voidItem() : write(SAVE, latest);
    }

    /** Of the same version, too, and unless newer ones are known. */
    Uni<Void> mend(List<PatientName> names) {
        return write(MEND, names);
    }

    /** Whatever version is there. */
    Uni<Void> replace(List<PatientName> names) {
        return write(REPLACE, names);
    }

    private Uni<Void> write(String statement, Collection<PatientName> names) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(
                        column(names, PatientName::patientId, UUID[]::new),
                        column(names, PatientName::version, Long[]::new),
                        column(names, PatientName::uhid, String[]::new),
                        column(names, PatientName::givenName, String[]::new),
                        column(names, PatientName::familyName, String[]::new)))
                .replaceWithVoid();
    }

    private static <V extends @Nullable Object> V[] column(
            Collection<PatientName> names, Function<PatientName, V> value, IntFunction<V[]> array) {
        return names.stream().map(value).toArray(array);
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
