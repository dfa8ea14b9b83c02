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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.postgres.LatestVersions;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** Walk-ins in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
class KnownWalkIns implements PanacheRepositoryBase<KnownWalkIn, UUID>, Projection<KnownWalkIn> {
    private static final String NO_ACCOUNT = "";

    private static final String REPLACE = """
            insert into known_walk_in as known
                (queue_entry_id, version, patient_id, doctor_id, doctor_subject, encounter_id, status)
            select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[])
            on conflict (queue_entry_id) do update
               set version = excluded.version, patient_id = excluded.patient_id, doctor_id = excluded.doctor_id,
                   doctor_subject = excluded.doctor_subject, encounter_id = excluded.encounter_id,
                   status = excluded.status""";

    private static final String UPSERT = REPLACE + " where known.version < excluded.version";

    private static final String MEND = REPLACE + " where known.version <= excluded.version";

    private static final String CANCEL = "update known_walk_in set status = :status where queue_entry_id = :id";

    private static final String IN_RANGE = """
            select queue_entry_id, version, patient_id, doctor_id, doctor_subject, encounter_id, status from known_walk_in
             where queue_entry_id > $1 and queue_entry_id <= $2 order by queue_entry_id limit $3""";

    private static final String FIND = """
            select queue_entry_id, version, patient_id, doctor_id, doctor_subject, encounter_id, status
              from known_walk_in where encounter_id = $1""";

    private final Pool pool;
    private final Instance<CancellationHandler> cancellations;

    KnownWalkIns(Pool pool, @Any Instance<CancellationHandler> cancellations) {
        this.pool = pool;
        this.cancellations = cancellations;
    }

    /** Locked until the transaction ends; null when unknown. */
    Uni<@Nullable KnownWalkIn> locked(UUID encounterId) {
        return find("encounterId", encounterId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** Whether the encounter is cancelled, as it stands in the table now; false when unknown. */
    Uni<Boolean> isCancelled(UUID encounterId) {
        return count("encounterId = ?1 and status = ?2", encounterId, KnownWalkIn.CANCELLED)
                .map(found -> found > 0);
    }

    /** The walk-in of an encounter, or null when it is unknown. */
    Uni<@Nullable KnownWalkIn> find(UUID encounterId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(encounterId))
                .map(rows -> rows.size() == 0 ? null : walkIn(rows.iterator().next()));
    }

    /** Keeps the newest version of each; a repeated or older one has no effect. */
    Uni<Void> save(List<KnownWalkIn> walkIns) {
        if (walkIns.isEmpty()) return Uni.createFrom().voidItem();
        return write(UPSERT, LatestVersions.of(walkIns, KnownWalkIn::queueEntryId, KnownWalkIn::version));
    }

    private Uni<Void> write(String statement, Collection<KnownWalkIn> latest) {
        return pool.preparedQuery(statement)
                .execute(Tuple.from(Arrays.asList(
                        Columns.of(latest, KnownWalkIn::queueEntryId, UUID[]::new),
                        Columns.of(latest, KnownWalkIn::version, Long[]::new),
                        Columns.of(latest, KnownWalkIn::patientId, UUID[]::new),
                        Columns.of(latest, KnownWalkIn::doctorId, UUID[]::new),
                        Columns.of(latest, KnownWalkIn::doctorSubject, String[]::new),
                        Columns.of(latest, KnownWalkIn::encounterId, UUID[]::new),
                        Columns.of(latest, KnownWalkIn::status, String[]::new))))
                .replaceWithVoid();
    }

    private static KnownWalkIn walkIn(Row row) {
        return new KnownWalkIn(
                row.getUUID("queue_entry_id"),
                row.getLong("version"),
                row.getUUID("patient_id"),
                row.getUUID("doctor_id"),
                row.getString("doctor_subject"),
                row.getUUID("encounter_id"),
                row.getString("status"));
    }

    @Override
    public String name() {
        return "known_walk_in";
    }

    @Override
    public String kind() {
        return "queue-entries";
    }

    /** Of a doctor who has lost the account since, too: the prescriptions that were written then still have their context. */
    @Override
    public @Nullable KnownWalkIn read(CloudEvent fact) {
        AppointmentEventListener.QueueEntryData entry = fact.as(AppointmentEventListener.QueueEntryData.class);
        if (entry.appointmentId() != null || entry.doctorId() == null) return null;
        return new KnownWalkIn(
                entry.queueEntryId(),
                entry.version(),
                entry.patientId(),
                entry.doctorId(),
                Objects.requireNonNullElse(entry.doctorSubject(), NO_ACCOUNT),
                entry.encounterId(),
                entry.status());
    }

    @Override
    public UUID id(KnownWalkIn row) {
        return row.queueEntryId();
    }

    @Override
    public long version(KnownWalkIn row) {
        return row.version();
    }

    /** Nobody prescribes without an account. */
    @Override
    public boolean counts(KnownWalkIn row) {
        return !row.doctorSubject().equals(NO_ACCOUNT);
    }

    /** The doctor's account is that of the time when the entry was last told of. */
    @Override
    public boolean isSame(KnownWalkIn kept, KnownWalkIn stated) {
        return kept.patientId().equals(stated.patientId())
                && kept.doctorId().equals(stated.doctorId())
                && Objects.equals(kept.encounterId(), stated.encounterId())
                && kept.status().equals(stated.status());
    }

    @Override
    public Uni<List<KnownWalkIn>> kept(IdRange range) {
        return pool.preparedQuery(IN_RANGE)
                .execute(Tuple.of(range.after(), range.through(), range.limit()))
                .map(rows -> {
                    List<KnownWalkIn> kept = new ArrayList<>();
                    for (Row row : rows) kept.add(walkIn(row));
                    return kept;
                });
    }

    /** A cancellation that was lost has its effect now, in the transaction from which on nothing is drafted there any more. */
    @Override
    public Uni<Void> put(List<KnownWalkIn> stated) {
        return write(stated, MEND);
    }

    @Override
    public Uni<Void> putBack(List<KnownWalkIn> stated) {
        return write(stated, REPLACE);
    }

    private Uni<Void> write(List<KnownWalkIn> stated, String statement) {
        return Multi.createFrom()
                .iterable(stated)
                .filter(walkIn -> walkIn.isCancelled() && walkIn.encounterId() != null)
                .onItem()
                .transformToUniAndConcatenate(this::cancel)
                .collect()
                .asList()
                .chain(() -> write(statement, stated));
    }

    private Uni<Void> cancel(KnownWalkIn walkIn) {
        return Panache.withTransaction(() -> {
            Uni<Void> all = Panache.getSession()
                    .chain(session -> session.createNativeQuery(CANCEL)
                            .setParameter("id", walkIn.queueEntryId())
                            .setParameter("status", walkIn.status())
                            .executeUpdate())
                    .replaceWithVoid();
            for (CancellationHandler handler : cancellations)
                all = all.chain(() -> handler.cancelled(walkIn.reference()));
            return all;
        });
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from known_walk_in where queue_entry_id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }
}
