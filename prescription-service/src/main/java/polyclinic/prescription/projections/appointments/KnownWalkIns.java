package polyclinic.prescription.projections.appointments;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.LatestVersions;

/** Walk-ins in this service's database. The newest version wins, whatever the order of arrival. */
@ApplicationScoped
class KnownWalkIns implements PanacheRepositoryBase<KnownWalkIn, UUID> {
    private static final String UPSERT = """
            insert into known_walk_in as known
                (queue_entry_id, version, patient_id, doctor_id, doctor_subject, encounter_id, status)
            select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[])
            on conflict (queue_entry_id) do update
               set version = excluded.version, patient_id = excluded.patient_id, doctor_id = excluded.doctor_id,
                   doctor_subject = excluded.doctor_subject, encounter_id = excluded.encounter_id,
                   status = excluded.status
             where known.version < excluded.version""";

    private static final String FIND = """
            select queue_entry_id, version, patient_id, doctor_id, doctor_subject, encounter_id, status
              from known_walk_in where encounter_id = $1""";

    private final Pool pool;

    KnownWalkIns(Pool pool) {
        this.pool = pool;
    }

    /** Locked until the transaction ends; null when unknown. */
    Uni<@Nullable KnownWalkIn> locked(UUID encounterId) {
        return find("encounterId", encounterId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
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
        Collection<KnownWalkIn> latest = LatestVersions.of(walkIns, KnownWalkIn::queueEntryId, KnownWalkIn::version);
        return pool.preparedQuery(UPSERT)
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
}
