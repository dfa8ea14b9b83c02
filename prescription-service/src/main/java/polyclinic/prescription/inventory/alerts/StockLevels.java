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
import polyclinic.commons.messaging.Event;

/**
 * Finds levels that were crossed and marks them as told, in the open transaction, which also publishes the event. The mark is in
 * the row that is locked, so of any number of replicas one tells of a crossing, and a restart forgets none.
 */
@ApplicationScoped
class StockLevels {
    private static final String CROSSED = """
            select s.id, s.sku, s.name, s.unit, s.reorder_level, s.low, l.on_hand, l.available
              from inventory_item s, lateral (
                select count(*) as batches, coalesce(sum(b.on_hand), 0) as on_hand,
                       coalesce(sum(b.on_hand) filter (where b.recalled_at is null and b.expires_on >= :today), 0)
                         as available
                  from stock_batch b where b.item_id = s.id) l
             where l.batches > 0 and s.low is distinct from (l.available <= s.reorder_level)
             order by s.id limit :limit for no key update of s skip locked""";

    private static final String MARK = "update inventory_item set low = :low where id = :id";

    private static final String EXPIRING = """
            with told as (
              update stock_batch set expiry_told = true
               where id in (select id from stock_batch
                             where not expiry_told and on_hand > 0 and recalled_at is null and expires_on <= :until
                             order by expires_on limit :limit for no key update skip locked)
              returning id, item_id, lot, expires_on, on_hand)
            select told.item_id, told.id, s.sku, s.name, told.lot, told.expires_on, told.on_hand, s.unit
              from told join inventory_item s on s.id = told.item_id""";

    /** The events of the levels that were crossed; an item whose first stock is plenty is marked and not told of. */
    Uni<List<Event>> crossed(LocalDate today, int limit, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CROSSED, Object[].class)
                        .setParameter("today", today)
                        .setParameter("limit", limit)
                        .getResultList())
                .chain(rows -> {
                    List<Event> events = new ArrayList<>();
                    Uni<Void> marked = Uni.createFrom().voidItem();
                    for (Object[] row : rows) {
                        Boolean low = (Boolean) row[5];
                        boolean isLow = ((BigDecimal) row[7]).compareTo((BigDecimal) row[4]) <= 0;
                        if (isLow || low != null) events.add(event(row, isLow, now));
                        marked = marked.chain(() -> mark((UUID) row[0], isLow));
                    }
                    return marked.replaceWith(events);
                });
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

    private static Uni<Void> mark(UUID id, boolean low) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(MARK)
                        .setParameter("low", low)
                        .setParameter("id", id)
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
