package polyclinic.prescription.appointments;

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
import java.util.function.Function;
import java.util.function.IntFunction;
import polyclinic.commons.postgres.LatestVersions;

/** Appointments and doctors in the own database. A newer version wins, whatever the order in which they are told. */
@ApplicationScoped
public class KnownAppointments implements PanacheRepositoryBase<KnownAppointment, UUID> {
    private static final String LEARN_APPOINTMENTS = """
            insert into known_appointment as known
                (id, version, patient_id, doctor_id, doctor_subject, doctor_name, starts_at, status)
            select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                                 $7::timestamptz[], $8::text[])
            on conflict (id) do update
               set version = excluded.version, patient_id = excluded.patient_id, doctor_id = excluded.doctor_id,
                   doctor_subject = excluded.doctor_subject, doctor_name = excluded.doctor_name,
                   starts_at = excluded.starts_at, status = excluded.status
             where known.version < excluded.version""";

    private static final String LEARN_DOCTORS = """
            insert into known_doctor as known
                (id, version, given_name, family_name, specialty, license_number, time_zone)
            select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
            on conflict (id) do update
               set version = excluded.version, given_name = excluded.given_name,
                   family_name = excluded.family_name, specialty = excluded.specialty,
                   license_number = excluded.license_number, time_zone = excluded.time_zone
             where known.version < excluded.version""";

    private final Pool pool;

    KnownAppointments(Pool pool) {
        this.pool = pool;
    }

    /** Locked until the transaction ends, so that a cancellation waits and then sees what was written; null when unknown. */
    public Uni<KnownAppointment> locked(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    public Uni<KnownAppointment> known(UUID id) {
        return pool.preparedQuery("select * from known_appointment where id = $1")
                .execute(Tuple.of(id))
                .map(rows ->
                        rows.size() == 0 ? null : appointment(rows.iterator().next()));
    }

    /** Whether a doctor has the patient in care: an appointment that was not cancelled. */
    Uni<Boolean> inCare(String doctorSubject, UUID patientId) {
        return pool.preparedQuery("select 1 from known_appointment"
                        + " where doctor_subject = $1 and patient_id = $2 and status <> 'cancelled' limit 1")
                .execute(Tuple.of(doctorSubject, patientId))
                .map(rows -> rows.size() > 0);
    }

    /** The doctor, or null when unknown. */
    public Uni<KnownDoctor> doctor(UUID id) {
        return pool.preparedQuery("select * from known_doctor where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0 ? null : doctor(rows.iterator().next()));
    }

    /** Told twice, or in another order, it changes nothing. */
    Uni<Void> learnAppointments(List<KnownAppointment> told) {
        if (told.isEmpty()) return Uni.createFrom().voidItem();
        Collection<KnownAppointment> newest = LatestVersions.of(told, KnownAppointment::id, KnownAppointment::version);
        return pool.preparedQuery(LEARN_APPOINTMENTS)
                .execute(Tuple.from(Arrays.asList(
                        column(newest, KnownAppointment::id, UUID[]::new),
                        column(newest, KnownAppointment::version, Long[]::new),
                        column(newest, KnownAppointment::patientId, UUID[]::new),
                        column(newest, KnownAppointment::doctorId, UUID[]::new),
                        column(newest, KnownAppointment::doctorSubject, String[]::new),
                        column(newest, KnownAppointment::doctorName, String[]::new),
                        column(newest, known -> known.startsAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new),
                        column(newest, KnownAppointment::status, String[]::new))))
                .replaceWithVoid();
    }

    /** Told twice, or in another order, it changes nothing. */
    Uni<Void> learnDoctors(List<KnownDoctor> told) {
        if (told.isEmpty()) return Uni.createFrom().voidItem();
        Collection<KnownDoctor> newest = LatestVersions.of(told, KnownDoctor::id, KnownDoctor::version);
        return pool.preparedQuery(LEARN_DOCTORS)
                .execute(Tuple.from(Arrays.asList(
                        column(newest, KnownDoctor::id, UUID[]::new),
                        column(newest, KnownDoctor::version, Long[]::new),
                        column(newest, KnownDoctor::givenName, String[]::new),
                        column(newest, KnownDoctor::familyName, String[]::new),
                        column(newest, KnownDoctor::specialty, String[]::new),
                        column(newest, KnownDoctor::licenseNumber, String[]::new),
                        column(newest, KnownDoctor::timeZone, String[]::new))))
                .replaceWithVoid();
    }

    private static <T, V> V[] column(Collection<T> rows, Function<T, V> value, IntFunction<V[]> array) {
        return rows.stream().map(value).toArray(array);
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
