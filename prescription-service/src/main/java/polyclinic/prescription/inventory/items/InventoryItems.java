package polyclinic.prescription.inventory.items;

import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.NotFound;

/** Items. */
@ApplicationScoped
class InventoryItems implements PanacheRepositoryBase<InventoryItem, UUID> {
    /**
     * Filters of a list; a null asks for any.
     *
     * @param text part of the name or of the SKU, in any case
     */
    record Filter(
            @Nullable String text,
            @Nullable InventoryItemKind kind,
            @Nullable UUID medicationId) {}

    /** Fails with 404 when there is none. */
    Uni<InventoryItem> require(UUID id) {
        return findById(id).onItem().ifNull().failWith(() -> new NotFound("inventory item"));
    }

    /** With its row locked until the transaction ends. Fails with 404 when there is none. */
    Uni<InventoryItem> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<InventoryItem>firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("inventory item"));
    }

    /**
     * Newest first.
     *
     * @param after the last id of the previous page, or null
     * @return one more than the limit when there are more
     */
    Uni<List<InventoryItem>> list(Filter filter, @Nullable UUID after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder where = new StringBuilder("1 = 1");
        if (filter.text() != null) {
            where.append(" and (lower(i.name) like :text escape '!' or lower(i.sku) like :text escape '!')");
            parameters.put("text", "%" + escaped(filter.text().toLowerCase(Locale.ROOT)) + "%");
        }
        if (filter.kind() != null) {
            where.append(" and i.kind = :kind");
            parameters.put("kind", filter.kind());
        }
        if (filter.medicationId() != null) {
            where.append(" and i.medicationId = :medication");
            parameters.put("medication", filter.medicationId());
        }
        if (after != null) {
            where.append(" and i.id < :after");
            parameters.put("after", after);
        }
        PanacheQuery<InventoryItem> found =
                find("from InventoryItem i where " + where + " order by i.id desc", parameters);
        return found.page(0, limit + 1).list();
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
