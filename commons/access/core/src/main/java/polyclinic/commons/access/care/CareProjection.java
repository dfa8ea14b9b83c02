package polyclinic.commons.access.care;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.reconciliation.IdRange;
import polyclinic.commons.reconciliation.Projection;

/** Care of one basis, held against what its owner states. Care that is over counts for nothing, whoever has it. */
final class CareProjection implements Projection<CareRelationship> {
    private final CareBasis basis;
    private final String kind;
    private final Instance<CareStore> store;
    private final CareConfig config;
    private final CareEvents events;
    private final Clock clock;

    CareProjection(CareBasis basis, String kind, Instance<CareStore> store, CareConfig config, Clock clock) {
        this.basis = basis;
        this.kind = kind;
        this.store = store;
        this.config = config;
        this.events = new CareEvents(config);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "care";
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean isKept() {
        return config.keepsCare() && !store.isUnsatisfied();
    }

    @Override
    public @Nullable CareRelationship read(CloudEvent fact) {
        return events.relationships(List.of(fact)).stream().findFirst().orElse(null);
    }

    @Override
    public UUID id(CareRelationship row) {
        return row.id();
    }

    /** Emergency access is told of by the patient's events. */
    @Override
    public UUID key(CareRelationship row) {
        return basis == CareBasis.EMERGENCY_ACCESS ? row.patientId() : row.id();
    }

    @Override
    public long version(CareRelationship row) {
        return row.version();
    }

    @Override
    public boolean counts(CareRelationship row) {
        return clock.instant().isBefore(row.until());
    }

    /** Since when it has been known is each service's own; stores keep milliseconds at least. */
    @Override
    public boolean isSame(CareRelationship kept, CareRelationship stated) {
        return kept.patientId().equals(stated.patientId())
                && Objects.equals(kept.doctorId(), stated.doctorId())
                && Objects.equals(kept.subject(), stated.subject())
                && kept.basis() == stated.basis()
                && kept.selfMade() == stated.selfMade()
                && millis(kept.until()).equals(millis(stated.until()));
    }

    private static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Uni<List<CareRelationship>> kept(IdRange range) {
        return store.get().kept(basis, range);
    }

    @Override
    public Uni<Map<UUID, Long>> uncounted(Collection<UUID> ids) {
        return store.get().versions(ids);
    }

    @Override
    public Uni<Void> put(List<CareRelationship> stated) {
        return store.get().mend(stated);
    }

    @Override
    public Uni<Void> putBack(List<CareRelationship> stated) {
        return store.get().replace(stated);
    }

    @Override
    public Uni<Void> remove(List<UUID> ids) {
        return store.get().remove(ids);
    }
}
