package polyclinic.prescription.dispensing;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.NotFound;

/** Dispenses with their items. Who may see one is decided by its prescription. */
@ApplicationScoped
public class Dispenses implements PanacheRepositoryBase<Dispense, UUID> {
    /** A prescription has no more of them than this. */
    private static final int MAX_OF_PRESCRIPTION = 500;

    private static final String WITH_ITEMS = "select d from Dispense d left join fetch d.items where d.id = ?1";

    /** Null when there is none. */
    public Uni<@Nullable Dispense> whole(UUID id) {
        return find(WITH_ITEMS, id).<Dispense>list().map(found -> found.isEmpty() ? null : found.get(0));
    }

    /** The prescription that it is of; null when there is none. Loads nothing, so that what is locked next is read as it is then. */
    public Uni<@Nullable UUID> prescriptionOf(UUID id) {
        return getSession()
                .chain(session -> session.createQuery("select prescriptionId from Dispense where id = :id", UUID.class)
                        .setParameter("id", id)
                        .getSingleResultOrNull());
    }

    /** With its row locked until the transaction ends; the prescription's is to be locked before. Fails with 404 when there is none. */
    public Uni<Dispense> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<Dispense>firstResult()
                .chain(found -> found == null ? Uni.createFrom().<Dispense>nullItem() : whole(id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("dispense"));
    }

    /** Oldest first. */
    Uni<List<Dispense>> of(UUID prescriptionId) {
        return find(
                        "select distinct d from Dispense d left join fetch d.items where d.prescriptionId = ?1 order by d.id",
                        prescriptionId)
                .<Dispense>list()
                .map(found -> found.size() <= MAX_OF_PRESCRIPTION ? found : found.subList(0, MAX_OF_PRESCRIPTION));
    }
}
