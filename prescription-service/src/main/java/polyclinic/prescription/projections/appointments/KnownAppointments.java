package polyclinic.prescription.projections.appointments;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.LatestVersions;

/** Appointments in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
public class KnownAppointments implements PanacheRepositoryBase<KnownAppointment, UUID> {
    private static final String UPSERT = """
            insert into known_appointment as known
                (id, version, patient_id, doctor_id, doctor_subject, doctor_name, starts_at, status)
            select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                                 $7::timestamptz[], $8::text[])
            on conflict (id) do update
               set version = excluded.version, patient_id = excluded.patient_id, doctor_id = excluded.doctor_id,
                   doctor_subject = excluded.doctor_subject, doctor_name = excluded.doctor_name,
                   starts_at = excluded.starts_at, status = excluded.status
             where known.version < excluded.version""";

    private static final String FIND = """
            select id, version, patient_id, doctor_id, doctor_subject, doctor_name, starts_at, status
              from known_appointment where id = $1""";

    private final Pool pool;

    KnownAppointments(Pool pool) {
        this.pool = pool;
    }

    /** Locked until the transaction ends; null when unknown. */
    Uni<@Nullable KnownAppointment> locked(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /** The appointment, or null when unknown. */
    public Uni<@Nullable KnownAppointment> find(UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows ->
                        rows.size() == 0 ? null : appointment(rows.iterator().next()));
    }

    /** Keeps the newest version of each; a repeated or older one has no effect. */
    Uni<Void> save(List<KnownAppointment> appointments) {
        if (appointments.isEmpty()) return Uni.createFrom().voidItem();
        Collection<KnownAppointment> latest =
                LatestVersions.of(appointments, KnownAppointment::id, KnownAppointment::version);
        return pool.preparedQuery(UPSERT)
                .execute(Tuple.from(Arrays.asList(
                        Columns.of(latest, KnownAppointment::id, UUID[]::new),
                        Columns.of(latest, KnownAppointment::version, Long[]::new),
                        Columns.of(latest, KnownAppointment::patientId, UUID[]::new),
                        Columns.of(latest, KnownAppointment::doctorId, UUID[]::new),
                        Columns.of(latest, KnownAppointment::doctorSubject, String[]::new),
                        Columns.of(latest, KnownAppointment::doctorName, String[]::new),
                        Columns.of(latest, known -> known.startsAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new),
                        Columns.of(latest, KnownAppointment::status, String[]::new))))
                .replaceWithVoid();
    }

    private static KnownAppointment appointment(Row row) {
        return new KnownAppointment(
                row.getUUID("id"),
                row.getLong("version"),
                row.getUUID("patient_id"),
                row.getUUID("doctor_id"),
                row.getString("doctor_subject"),
                row.getString("doctor_name"),
                row.getOffsetDateTime("starts_at").toInstant(),
                row.getString("status"));
    }
}
