package polyclinic.patient.emergency;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.problem.NotFound;

/** Emergency access to patients. */
@ApplicationScoped
class EmergencyAccesses implements PanacheRepositoryBase<EmergencyAccess, UUID>, RestatedFacts {
    private static final UUID LAST = new UUID(-1, -1);

    Uni<EmergencyAccess> require(UUID id) {
        return found(findById(id));
    }

    /** No other transaction changes it until this one ends. */
    Uni<EmergencyAccess> lock(UUID id) {
        return found(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The account's own to the patient that are not over, the one that lasts longest first. */
    Uni<List<EmergencyAccess>> open(String subject, UUID patientId, Instant now, int limit) {
        return find(
                        "subject = ?1 and patientId = ?2 and expiresAt > ?3 order by expiresAt desc",
                        subject,
                        patientId,
                        now)
                .range(0, limit)
                .list();
    }

    /**
     * Newest first.
     *
     * @param reviewed whether an auditor has judged them; both when null
     * @param after the last id of the previous page, or null
     * @return one more than the limit when there are more
     */
    Uni<List<EmergencyAccess>> list(@Nullable Boolean reviewed, @Nullable UUID after, int limit) {
        String judged = reviewed == null ? "" : reviewed ? " and reviewedAt is not null" : " and reviewedAt is null";
        return find("id < :after" + judged + " order by id desc", Map.of("after", after == null ? LAST : after))
                .range(0, limit)
                .list();
    }

    private static Uni<EmergencyAccess> found(Uni<EmergencyAccess> access) {
        return access.onItem().ifNull().failWith(() -> new NotFound("emergency access"));
    }

    @Override
    public String statedKind() {
        return "emergency-accesses";
    }

    @Override
    public Uni<List<Fact>> state(UUID after, int limit) {
        return RestatedFacts.first(find("id > ?1 order by id", after), limit)
                .map(page -> page.stream().map(EmergencyAccess::fact).toList());
    }
}
