package polyclinic.prescription.inventory.batches;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.NotFound;
import polyclinic.prescription.inventory.ledger.BatchExpired;
import polyclinic.prescription.inventory.ledger.BatchRecalled;

/** Batches. */
@ApplicationScoped
public class StockBatches implements PanacheRepositoryBase<StockBatch, UUID> {
    private static final int MAX_SHOWN = 200;

    private static final String LEVELS = """
            select item_id, coalesce(sum(on_hand), 0),
                   coalesce(sum(on_hand) filter (where recalled_at is null and expires_on >= :today), 0)
              from stock_batch where item_id in (%s) and on_hand > 0 group by item_id""";

    private static final String PREPARED = """
            select distinct d.id from dispense_item i join dispense d on d.id = i.dispense_id
             where i.batch_id = :batch and i.returned < i.quantity and d.status = 'PREPARED'
             order by d.id limit %d""".formatted(MAX_SHOWN);

    private static final String OF_ITEM = "from StockBatch b where b.itemId = ?1"
            + " order by case when b.onHand > 0 then 0 else 1 end, b.expiresOn, b.id";

    /**
     * How much there is of an item.
     *
     * @param onHand all of it
     * @param available what may be dispensed: neither expired nor recalled
     */
    public record Level(BigDecimal onHand, BigDecimal available) {
        /** Nothing. */
        public static final Level NONE = new Level(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** Fails with 404 when there is none. */
    Uni<StockBatch> require(UUID id) {
        return findById(id).onItem().ifNull().failWith(() -> new NotFound("batch"));
    }

    /** With its row locked until the transaction ends. Fails with 404 when there is none. */
    Uni<StockBatch> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<StockBatch>firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("batch"));
    }

    /** The same of a batch of this item; null when it is none of the item's. */
    public Uni<@Nullable StockBatch> lockedOf(UUID itemId, UUID id) {
        return find("id = ?1 and itemId = ?2", id, itemId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /**
     * Makes sure that these may leave until the transaction ends: a recall waits for it. They are locked in the order in which the
     * ledger moves them. Fails with {@link BatchRecalled} or {@link BatchExpired}.
     */
    public Uni<Void> requireUsable(Collection<UUID> ids, LocalDate today) {
        if (ids.isEmpty()) return Uni.createFrom().voidItem();
        return find("from StockBatch b where b.id in ?1 order by b.id", ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<StockBatch>list()
                .invoke(found -> {
                    if (found.stream().anyMatch(batch -> batch.recalledAt() != null)) throw new BatchRecalled();
                    if (found.stream().anyMatch(batch -> batch.expiresOn().isBefore(today))) throw new BatchExpired();
                })
                .replaceWithVoid();
    }

    /** The dispenses that hold some of it and have not been picked up, oldest first; at most {@value #MAX_SHOWN}. */
    Uni<List<UUID>> preparedDispenses(UUID id) {
        return Panache.getSession().chain(session -> session.createNativeQuery(PREPARED, UUID.class)
                .setParameter("batch", id)
                .getResultList());
    }

    /** Those with something on hand first, then by expiry; at most {@value #MAX_SHOWN}. */
    public Uni<List<StockBatch>> of(UUID itemId) {
        return find(OF_ITEM, itemId).page(0, MAX_SHOWN).list();
    }

    /** What there is of these items, by item; an item of which there is nothing is not in it. */
    public Uni<Map<UUID, Level>> levels(Collection<UUID> items, LocalDate today) {
        if (items.isEmpty()) return Uni.createFrom().item(Map.of());
        List<UUID> asked = List.copyOf(items);
        String names =
                IntStream.range(0, asked.size()).mapToObj(i -> ":item" + i).collect(Collectors.joining(", "));
        return Panache.getSession()
                .chain(session -> {
                    var query = session.createNativeQuery(LEVELS.formatted(names), Object[].class)
                            .setParameter("today", today);
                    for (int i = 0; i < asked.size(); i++) query.setParameter("item" + i, asked.get(i));
                    return query.getResultList();
                })
                .map(rows -> {
                    Map<UUID, Level> levels = new HashMap<>();
                    for (Object[] row : rows)
                        levels.put((UUID) row[0], new Level((BigDecimal) row[1], (BigDecimal) row[2]));
                    return levels;
                });
    }

    /** Whether the item has ever had one. */
    public Uni<Boolean> existOf(UUID itemId) {
        return count("itemId", itemId).map(count -> count > 0);
    }

    /** In the open session: what it remembers of batches is older than the ledger. */
    public Uni<Void> forget() {
        return getSession().invoke(Mutiny.Session::clear).replaceWithVoid();
    }

    /** In the open transaction: until it ends the item is what it is now. Fails with 404 when there is none. */
    public Uni<Void> requireItem(UUID itemId) {
        return hasItem(itemId)
                .invoke(known -> {
                    if (!known) throw new NotFound("inventory item");
                })
                .replaceWithVoid();
    }

    private Uni<Boolean> hasItem(UUID itemId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select 1 from inventory_item where id = :id for share", Integer.class)
                        .setParameter("id", itemId)
                        .getSingleResultOrNull())
                .map(found -> found != null);
    }
}
