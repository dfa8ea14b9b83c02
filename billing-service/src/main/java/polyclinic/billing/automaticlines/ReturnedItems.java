package polyclinic.billing.automaticlines;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What was given back of dispenses, each event once, also of those that have not arrived yet. */
@ApplicationScoped
class ReturnedItems {
    /** Saving an event twice is saving it once. */
    Uni<Void> save(UUID eventId, ServiceEvents.Return told) {
        if (told.items().isEmpty()) return Uni.createFrom().voidItem();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into returned_item (event_id, dispense_id, dispense_item_id, quantity)
                                select cast(:event as uuid), cast(:dispense as uuid), item.id, sum(item.quantity)
                                  from unnest(cast(:items as uuid[]), cast(:quantities as numeric[])) as item (id, quantity)
                                 group by item.id
                                on conflict do nothing""")
                        .setParameter("event", eventId)
                        .setParameter("dispense", told.dispenseId())
                        .setParameter(
                                "items",
                                told.items().stream()
                                        .map(ServiceEvents.ReturnedItem::dispenseItemId)
                                        .toArray(UUID[]::new))
                        .setParameter(
                                "quantities",
                                told.items().stream()
                                        .map(ServiceEvents.ReturnedItem::quantity)
                                        .toArray(BigDecimal[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** The quantity that was given back, by item. */
    Uni<Map<UUID, BigDecimal>> of(UUID dispenseId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select dispense_item_id, sum(quantity) from returned_item"
                                        + " where dispense_id = :dispense group by dispense_item_id",
                                Object[].class)
                        .setParameter("dispense", dispenseId)
                        .getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (UUID) row[0], row -> (BigDecimal) row[1])));
    }
}
