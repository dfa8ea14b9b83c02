package polyclinic.prescription.inventory.alerts;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;

/**
 * Finds levels that were crossed and marks them as told, in the open transaction, which also publishes the event. The mark is in
 * the row that is locked, so of any number of replicas one tells of a crossing, and a restart forgets none.
 */
@ApplicationScoped
class StockLevels {
    private static final String PORTION_END = """
            select id from (select id from inventory_item where cast(:after as uuid) is null or id > cast(:after as uuid)
                             order by id limit :portion) portion
             order by id desc limit 1""";

    /** Of a portion of the items. Only batches with something on hand count, so what an item once had costs nothing. */
    private static final String CROSSED = """
            select s.id, s.sku, s.name, s.unit, s.reorder_level, s.low, l.on_hand, l.available
              from inventory_item s, lateral (
                select coalesce(sum(b.on_hand), 0) as on_hand,
                       coalesce(sum(b.on_hand) filter (where b.recalled_at is null and b.expires_on >= :today), 0)
                         as available
                  from stock_batch b where b.item_id = s.id and b.on_hand > 0) l
             where (cast(:after as uuid) is null or s.id > cast(:after as uuid)) and s.id <= :end
               and s.low is distinct from (l.available <= s.reorder_level)
               and exists (select from stock_batch b where b.item_id = s.id)
             order by s.id for no key update of s skip locked""";

    private static final String MARK = """
            update inventory_item s set low = marked.low
              from unnest(cast(:ids as uuid[]), cast(:low as boolean[])) as marked (id, low) where s.id = marked.id""";

    private static final String EXPIRING = """
            with told as (
              update stock_batch set expiry_told = true
               where id in (select id from stock_batch
                             where not expiry_told and on_hand > 0 and recalled_at is null and expires_on <= :until
                             order by expires_on limit :limit for no key update skip locked)
              returning id, item_id, lot, expires_on, on_hand)
            select told.item_id, told.id, s.sku, s.name, told.lot, told.expires_on, told.on_hand, s.unit
              from told join inventory_item s on s.id = told.item_id""";

    /** The last of the next so many items in the order of their ids, or null behind the last one. @param after null to begin */
    Uni<@Nullable UUID> portionEnd(@Nullable UUID after, int portion) {
        return Panache.getSession().chain(session -> session.createNativeQuery(PORTION_END, UUID.class)
                .setParameter("after", text(after))
                .setParameter("portion", portion)
                .getSingleResultOrNull());
    }

    /**
     * The events of the levels that were crossed; an item whose first stock is plenty is marked and not told of.
     *
     * @param after the last item of the portion before, or null
     * @param end the last item of this one
     */
    Uni<List<Event>> crossed(LocalDate today, @Nullable UUID after, UUID end, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CROSSED, Object[].class)
                        .setParameter("today", today)
                        .setParameter("after", text(after))
                        .setParameter("end", end)
                        .getResultList())
                .chain(rows -> {
                    List<Event> events = new ArrayList<>();
                    for (Object[] row : rows) if (isLow(row) || row[5] != null) events.add(event(row, isLow(row), now));
                    return mark(rows).replaceWith(events);
                });
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static boolean isLow(Object[] row) {
        return ((BigDecimal) row[7]).compareTo((BigDecimal) row[4]) <= 0;
    }

    private static Event event(Object[] row, boolean low, Instant now) {
        UUID id = (UUID) row[0];
        String sku = (String) row[1];
        String name = (String) row[2];
        String unit = (String) row[3];
        String level = plain(row[4]);
        String onHand = plain(row[6]);
        String available = plain(row[7]);
        return low
                ? new StockEvent.Low(id, sku, name, onHand, available, level, unit, now)
                : new StockEvent.Replenished(id, sku, name, onHand, available, level, unit, now);
    }

    private static Uni<Void> mark(List<Object[]> rows) {
        if (rows.isEmpty()) return Uni.createFrom().voidItem();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(MARK)
                        .setParameter(
                                "ids", rows.stream().map(row -> (UUID) row[0]).toArray(UUID[]::new))
                        .setParameter(
                                "low", rows.stream().map(StockLevels::isLow).toArray(Boolean[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** The events of the batches with stock whose last day of use is this one or earlier, and of which nobody was told. */
    Uni<List<Event>> expiring(LocalDate until, int limit, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(EXPIRING, Object[].class)
                        .setParameter("until", until)
                        .setParameter("limit", limit)
                        .getResultList())
                .map(rows -> rows.stream()
                        .<Event>map(row -> new StockEvent.Expiring(
                                (UUID) row[0],
                                (UUID) row[1],
                                (String) row[2],
                                (String) row[3],
                                (String) row[4],
                                (LocalDate) row[5],
                                plain(row[6]),
                                (String) row[7],
                                now))
                        .toList());
    }

    private static String plain(Object decimal) {
        return ((BigDecimal) decimal).toPlainString();
    }
}
