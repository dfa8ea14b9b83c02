package polyclinic.patient.allergies;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.problem.NotFound;

/** Allergies of a patient; the caller has already been checked to reach that patient. */
@ApplicationScoped
class Allergies implements PanacheRepositoryBase<Allergy, UUID>, RestatedFacts {
    private static final UUID FIRST = new UUID(0, 0);

    Uni<Allergy> require(UUID patientId, UUID id) {
        return find("id = ?1 and patientId = ?2", id, patientId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("allergy"));
    }

    /**
     * Waits until nobody else changes the patient's list, until the transaction ends: an allergy and the statement that there is none
     * cannot both be recorded, and the allergy must not fail because of the other.
     */
    Uni<Void> lockList(UUID patientId) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "select id from patient where id = :id for no key update", UUID.class)
                        .setParameter("id", patientId)
                        .getResultList())
                .replaceWithVoid();
    }

    Uni<Boolean> hasActive(UUID patientId) {
        return count("patientId = ?1 and status = ?2 and noKnownAllergies = false", patientId, Allergy.Status.ACTIVE)
                .map(found -> found > 0);
    }

    /** The statement that no allergies are known, or null when nobody made it or it no longer holds. */
    Uni<@Nullable Allergy> statement(UUID patientId) {
        return find("patientId = ?1 and status = ?2 and noKnownAllergies = true", patientId, Allergy.Status.ACTIVE)
                .firstResult();
    }

    Uni<List<Allergy>> active(UUID patientId, @Nullable UUID after, int limit) {
        return find(
                        "patientId = ?1 and status = ?2 and id > ?3 order by id",
                        patientId,
                        Allergy.Status.ACTIVE,
                        after == null ? FIRST : after)
                .range(0, limit)
                .list();
    }

    @Override
    public String statedKind() {
        return "allergies";
    }

    @Override
    public Uni<List<Fact>> state(UUID after, int limit) {
        return RestatedFacts.first(find("id > ?1 order by id", after), limit)
                .map(page -> page.stream().map(Allergy::fact).toList());
    }
}
