package polyclinic.prescription.projections.appointments;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.LatestVersions;

/** Doctors in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
public class KnownDoctors {
    private static final String UPSERT = """
            insert into known_doctor as known
                (id, version, given_name, family_name, specialty, license_number, time_zone)
            select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
            on conflict (id) do update
               set version = excluded.version, given_name = excluded.given_name,
                   family_name = excluded.family_name, specialty = excluded.specialty,
                   license_number = excluded.license_number, time_zone = excluded.time_zone
             where known.version < excluded.version""";

    private static final String FIND = """
            select id, version, given_name, family_name, specialty, license_number, time_zone
              from known_doctor where id = $1""";

    private final Pool pool;

    KnownDoctors(Pool pool) {
        this.pool = pool;
    }

    /** The doctor, or null when unknown. */
    public Uni<@Nullable KnownDoctor> find(UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0 ? null : doctor(rows.iterator().next()));
    }

    /**
     * Whether the account is the doctor's by the doctor's own events; empty while none has arrived. Must be called in a session,
     * whose connection it uses.
     */
    Uni<Optional<Boolean>> isAccountOf(UUID id, String subject) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select coalesce(subject = :subject, false) from care_doctor where doctor_id = :id",
                                Boolean.class)
                        .setParameter("subject", subject)
                        .setParameter("id", id)
                        .getResultList())
                .map(found -> found.stream().findFirst());
    }

    /** The doctor whose account this is, or null when none is known. In the open session. */
    public Uni<@Nullable UUID> idOf(String subject) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select doctor_id from care_doctor where subject = :subject order by version desc",
                                UUID.class)
                        .setParameter("subject", subject)
                        .setMaxResults(1)
                        .getResultList())
                .map(found -> found.isEmpty() ? null : found.get(0));
    }

    /** Keeps the newest version of each; a repeated or older one has no effect. */
    Uni<Void> save(List<KnownDoctor> doctors) {
        if (doctors.isEmpty()) return Uni.createFrom().voidItem();
        Collection<KnownDoctor> latest = LatestVersions.of(doctors, KnownDoctor::id, KnownDoctor::version);
        return pool.preparedQuery(UPSERT)
                .execute(Tuple.from(Arrays.asList(
                        Columns.of(latest, KnownDoctor::id, UUID[]::new),
                        Columns.of(latest, KnownDoctor::version, Long[]::new),
                        Columns.of(latest, KnownDoctor::givenName, String[]::new),
                        Columns.of(latest, KnownDoctor::familyName, String[]::new),
                        Columns.of(latest, KnownDoctor::specialty, String[]::new),
                        Columns.of(latest, KnownDoctor::licenseNumber, String[]::new),
                        Columns.of(latest, KnownDoctor::timeZone, String[]::new))))
                .replaceWithVoid();
    }

    private static KnownDoctor doctor(Row row) {
        return new KnownDoctor(
                row.getUUID("id"),
                row.getLong("version"),
                row.getString("given_name"),
                row.getString("family_name"),
                row.getString("specialty"),
                row.getString("license_number"),
                row.getString("time_zone"));
    }
}
