package polyclinic.prescription.projections.appointments;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.postgres.LatestVersions;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** Appointments in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
public class KnownAppointments implements PanacheRepositoryBase<KnownAppointment, UUID>, Projection<KnownAppointment> {
    private static final String REPLACE = """
            insert into known_appointment as known
                (id, version, patient_id, doctor_id, doctor_subject, doctor_name, starts_at, status)
            select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                                 $7::timestamptz[], $8::text[])
            on conflict (id) do update
               set version = excluded.version, patient_id = excluded.patient_id, doctor_id = excluded.doctor_id,
                   doctor_subject = excluded.doctor_subject, doctor_name = excluded.doctor_name,
                   starts_at = excluded.starts_at, status = excluded.status""";

    private static final String UPSERT = REPLACE + " where known.version < excluded.version";

    private static final String MEND = REPLACE + " where known.version <= excluded.version";

    /** Older ones are not stated any more: nothing is prescribed in them. */
    private static final Duration COUNTS = Duration.ofDays(365);

    private static final String CANCEL = "update known_appointment set status = :status where id = :id";

    private static final String IN_RANGE = """
            select id, version, patient_id, doctor_id, doctor_subject, doctor_name, starts_at, status from known_appointment
             where id > $1 and id <= $2 and starts_at > $4 order by id limit $3""";

    private static final String FIND = """
            select id, version, patient_id, doctor_id, doctor_subject, doctor_name, starts_at, status
              from known_appointment where id = $1""";

    private final Pool pool;
    private final Instance<CancellationHandler> cancellations;
    private final Clock clock;

    KnownAppointments(Pool pool, @Any Instance<CancellationHandler> cancellations, Clock clock) {
        this.pool = pool;
        this.cancellations = cancellations;
        this.clock = clock;
    }

    /** Locked until the transaction ends; null when unknown. */
    Uni<@Nullable KnownAppointment> locked(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /** Whether it is cancelled, as it stands in the table now; false when unknown. */
    Uni<Boolean> isCancelled(UUID id) {
        return count("id = ?1 and status = ?2", id, KnownAppointment.CANCELLED).map(found -> found > 0);
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
        return write(UPSERT, LatestVersions.of(appointments, KnownAppointment::id, KnownAppointment::version));
    }

    private Uni<Void> write(String statement, Collection<KnownAppointment> latest) {
        return pool.preparedQuery(statement)
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

    @Override
    public String name() {
        return "known_appointment";
    }

    @Override
    public String kind() {
        return "appointments";
    }

    @Override
    public KnownAppointment read(CloudEvent fact) {
        return fact.as(AppointmentEventListener.AppointmentData.class).asKnown();
    }

    @Override
    public UUID id(KnownAppointment row) {
        return row.id();
    }

    @Override
    public long version(KnownAppointment row) {
        return row.version();
    }

    @Override
    public boolean counts(KnownAppointment row) {
        return row.startsAt().isAfter(clock.instant().minus(COUNTS));
    }

    /** The doctor's name and account are those of the time when the appointment was last told of. */
    @Override
    public boolean isSame(KnownAppointment kept, KnownAppointment stated) {
        return kept.patientId().equals(stated.patientId())
                && kept.doctorId().equals(stated.doctorId())
                && kept.startsAt().equals(stated.startsAt())
                && kept.status().equals(stated.status());
    }

    @Override
    public Uni<List<KnownAppointment>> kept(IdRange range) {
        OffsetDateTime from = clock.instant().minus(COUNTS).atOffset(ZoneOffset.UTC);
        return pool.preparedQuery(IN_RANGE)
                .execute(Tuple.of(range.after(), range.through(), range.limit(), from))
                .map(rows -> {
                    List<KnownAppointment> kept = new ArrayList<>();
                    for (Row row : rows) kept.add(appointment(row));
                    return kept;
                });
    }

    @Override
    public Uni<Map<UUID, Long>> uncounted(Collection<UUID> ids) {
        return pool.preparedQuery("select id, version from known_appointment where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Long> versions = new HashMap<>();
                    for (Row row : rows) versions.put(row.getUUID("id"), row.getLong("version"));
                    return versions;
                });
    }

    /** A cancellation that was lost has its effect now, in the transaction from which on nothing is drafted there any more. */
    @Override
    public Uni<Void> put(List<KnownAppointment> stated) {
        return write(stated, MEND);
    }

    @Override
    public Uni<Void> putBack(List<KnownAppointment> stated) {
        return write(stated, REPLACE);
    }

    private Uni<Void> write(List<KnownAppointment> stated, String statement) {
        return Multi.createFrom()
                .iterable(stated)
                .filter(KnownAppointment::isCancelled)
                .onItem()
                .transformToUniAndConcatenate(this::cancel)
                .collect()
                .asList()
                .chain(() -> write(statement, stated));
    }

    private Uni<Void> cancel(KnownAppointment appointment) {
        return Panache.withTransaction(() -> {
            Uni<Void> all = Panache.getSession()
                    .chain(session -> session.createNativeQuery(CANCEL)
                            .setParameter("id", appointment.id())
                            .setParameter("status", appointment.status())
                            .executeUpdate())
                    .replaceWithVoid();
            for (CancellationHandler handler : cancellations)
                all = all.chain(() -> handler.cancelled(appointment.reference()));
            return all;
        });
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from known_appointment where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }
}
