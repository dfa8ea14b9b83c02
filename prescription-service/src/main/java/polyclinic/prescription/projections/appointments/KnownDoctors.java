package polyclinic.prescription.projections.appointments;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.postgres.LatestVersions;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** Doctors in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
public class KnownDoctors implements Projection<KnownDoctor> {
    private static final String REPLACE = """
            insert into known_doctor as known
                (id, version, given_name, family_name, specialty, license_number, time_zone)
            select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
            on conflict (id) do update
               set version = excluded.version, given_name = excluded.given_name,
                   family_name = excluded.family_name, specialty = excluded.specialty,
                   license_number = excluded.license_number, time_zone = excluded.time_zone""";

    private static final String UPSERT = REPLACE + " where known.version < excluded.version";

    private static final String MEND = REPLACE + " where known.version <= excluded.version";

    private static final String IN_RANGE = """
            select id, version, given_name, family_name, specialty, license_number, time_zone from known_doctor
             where id > $1 and id <= $2 order by id limit $3""";

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
        return write(UPSERT, LatestVersions.of(doctors, KnownDoctor::id, KnownDoctor::version));
    }

    private Uni<Void> write(String statement, Collection<KnownDoctor> latest) {
        return pool.preparedQuery(statement)
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

    @Override
    public String name() {
        return "known_doctor";
    }

    @Override
    public String kind() {
        return "doctors";
    }

    @Override
    public KnownDoctor read(CloudEvent fact) {
        return fact.as(AppointmentEventListener.DoctorData.class).asKnown();
    }

    @Override
    public UUID id(KnownDoctor row) {
        return row.id();
    }

    @Override
    public long version(KnownDoctor row) {
        return row.version();
    }

    @Override
    public boolean isSame(KnownDoctor kept, KnownDoctor stated) {
        return kept.givenName().equals(stated.givenName())
                && kept.familyName().equals(stated.familyName())
                && Objects.equals(kept.specialty(), stated.specialty())
                && Objects.equals(kept.licenseNumber(), stated.licenseNumber())
                && Objects.equals(kept.timeZone(), stated.timeZone());
    }

    @Override
    public Uni<List<KnownDoctor>> kept(IdRange range) {
        return pool.preparedQuery(IN_RANGE)
                .execute(Tuple.of(range.after(), range.through(), range.limit()))
                .map(rows -> {
                    List<KnownDoctor> kept = new ArrayList<>();
                    for (Row row : rows) kept.add(doctor(row));
                    return kept;
                });
    }

    @Override
    public Uni<Void> put(List<KnownDoctor> stated) {
        return write(MEND, stated);
    }

    @Override
    public Uni<Void> putBack(List<KnownDoctor> stated) {
        return write(REPLACE, stated);
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from known_doctor where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }
}
