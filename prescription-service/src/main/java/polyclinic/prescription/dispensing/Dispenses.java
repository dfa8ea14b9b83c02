package polyclinic.prescription.dispensing;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.NotFound;

/** Dispenses with their items. Who may see one is decided by its prescription. */
@ApplicationScoped
public class Dispenses implements PanacheRepositoryBase<Dispense, UUID> {
    private static final String WITH_ITEMS = "select d from Dispense d left join fetch d.items where d.id = ?1";

    /** One statement: every dispense is told of this once. */
    private static final String INVOICED = """
            update dispense set invoice_id = :invoice, version = version + 1, updated_at = :now
             where id = :id and invoice_id is null returning patient_id""";

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

    /**
     * Says which invoice has its lines, once. A dispense that was reversed before has none; so it stays.
     *
     * @return its patient; null where there is no such dispense or its invoice is known
     */
    public Uni<@Nullable UUID> invoiced(UUID id, UUID invoiceId, Instant now) {
        return getSession().chain(session -> session.createNativeQuery(INVOICED, UUID.class)
                .setParameter("id", id)
                .setParameter("invoice", invoiceId)
                .setParameter("now", now)
                .getSingleResultOrNull());
    }

    /**
     * Oldest first.
     *
     * @param after the last id of the page before, or null
     * @return one more than the limit when there are more
     */
    Uni<List<Dispense>> of(UUID prescriptionId, @Nullable UUID after, int limit) {
        return getSession()
                .chain(session -> {
                    var query = session.createQuery(
                                    "select id from Dispense where prescriptionId = :prescription"
                                            + (after == null ? "" : " and id > :after") + " order by id",
                                    UUID.class)
                            .setParameter("prescription", prescriptionId)
                            .setMaxResults(limit + 1);
                    if (after != null) query.setParameter("after", after);
                    return query.getResultList();
                })
                .chain(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(List.<Dispense>of())
                        : list(
                                "select distinct d from Dispense d left join fetch d.items where d.id in ?1 order by d.id",
                                ids));
    }
}
