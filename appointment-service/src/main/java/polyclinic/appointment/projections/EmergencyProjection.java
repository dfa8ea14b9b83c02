package polyclinic.appointment.projections;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** {@link KnownEmergencies}, held against what patient-service states. What is over counts for nothing. */
@ApplicationScoped
class EmergencyProjection implements Projection<EmergencyProjection.Emergency> {
    private static final String KEPT = """
            select id, version, patient_id, subject, until from emergency_access
             where id > $1 and id <= $2 and until > now() order by id limit $3""";

    private static final String REPLACE = """
            insert into emergency_access as known (id, version, patient_id, subject, until)
            select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::timestamptz[])
            on conflict (id) do update
               set version = excluded.version, patient_id = excluded.patient_id, subject = excluded.subject,
                   until = excluded.until""";

    private static final String MEND = REPLACE + " where known.version <= excluded.version";

    private final Pool pool;
    private final Clock clock;

    EmergencyProjection(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    record Emergency(UUID id, long version, UUID patientId, String subject, Instant until) {}

    @Override
    public String name() {
        return "emergency_access";
    }

    @Override
    public String kind() {
        return "emergency-accesses";
    }

    @Override
    public Emergency read(CloudEvent fact) {
        KnownEmergencies.Grant grant = fact.as(KnownEmergencies.Grant.class);
        return new Emergency(
                Objects.requireNonNull(grant.emergencyAccessId(), "emergencyAccessId"),
                grant.version(),
                Objects.requireNonNull(grant.patientId(), "patientId"),
                Objects.requireNonNull(grant.subject(), "subject"),
                Objects.requireNonNull(grant.expiresAt(), "expiresAt"));
    }

    @Override
    public UUID id(Emergency row) {
        return row.id();
    }

    @Override
    public UUID key(Emergency row) {
        return row.patientId();
    }

    @Override
    public long version(Emergency row) {
        return row.version();
    }

    @Override
    public boolean counts(Emergency row) {
        return clock.instant().isBefore(row.until());
    }

    @Override
    public boolean isSame(Emergency kept, Emergency stated) {
        return kept.patientId().equals(stated.patientId())
                && kept.subject().equals(stated.subject())
                && kept.until().equals(stated.until());
    }

    @Override
    public Uni<List<Emergency>> kept(IdRange range) {
        return pool.preparedQuery(KEPT)
                .execute(Tuple.of(range.after(), range.through(), range.limit()))
                .map(rows -> {
                    List<Emergency> kept = new ArrayList<>();
                    for (Row row : rows)
                        kept.add(new Emergency(
                                row.getUUID("id"),
                                row.getLong("version"),
                                row.getUUID("patient_id"),
                                row.getString("subject"),
                                row.getOffsetDateTime("until").toInstant()));
                    return kept;
                });
    }

    @Override
    public Uni<Map<UUID, Long>> uncounted(Collection<UUID> ids) {
        return pool.preparedQuery("select id, version from emergency_access where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getUUID("id"), row -> row.getLong("version"))));
    }

    @Override
    public Uni<Void> put(List<Emergency> stated) {
        return write(MEND, stated);
    }

    @Override
    public Uni<Void> putBack(List<Emergency> stated) {
        return write(REPLACE, stated);
    }

    private Uni<Void> write(String statement, List<Emergency> stated) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(
                        stated.stream().map(Emergency::id).toArray(UUID[]::new),
                        stated.stream().map(Emergency::version).toArray(Long[]::new),
                        stated.stream().map(Emergency::patientId).toArray(UUID[]::new),
                        stated.stream().map(Emergency::subject).toArray(String[]::new),
                        stated.stream()
                                .map(row -> row.until().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return pool.preparedQuery("delete from emergency_access where id = any($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .replaceWithVoid();
    }
}
