package polyclinic.prescription.inventory.items;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.prescription.inventory.batches.BatchView;
import polyclinic.prescription.inventory.batches.StockBatches;
import polyclinic.prescription.inventory.batches.StockBatches.Level;

/** Reads of items. Stock changes without an item's version, so an item is always answered whole. */
@ApplicationScoped
public class InventoryItemQueries {
    private final InventoryItems items;
    private final StockBatches batches;
    private final ClinicDays calendar;
    private final Audit audit;

    InventoryItemQueries(InventoryItems items, StockBatches batches, ClinicDays calendar, Audit audit) {
        this.items = items;
        this.batches = batches;
        this.calendar = calendar;
        this.audit = audit;
    }

    Uni<Answer<InventoryItemView>> get(UUID id) {
        return Panache.withSession(() -> items.require(id).chain(this::whole))
                .call(view -> audit.read("inventory_item", id, null))
                .map(view -> Answer.ok(view.version(), view));
    }

    /** The answer to a repeated request: what is there now. */
    public Uni<Answer<InventoryItemView>> reread(UUID id) {
        return get(id);
    }

    /** In the open session or transaction. Fails with 404 when there is none. */
    public Uni<InventoryItemView> shown(UUID id) {
        return items.require(id).chain(this::whole);
    }

    Uni<InventoryItemView> whole(InventoryItem item) {
        return batches.of(item.id()).chain(found -> batches.levels(List.of(item.id()), calendar.today())
                .map(levels -> InventoryItemView.of(
                        item,
                        levels.getOrDefault(item.id(), Level.NONE),
                        found.stream().map(BatchView::of).toList())));
    }

    /** Newest first. */
    Uni<Page<InventoryItemView>> list(InventoryItems.Filter filter, @Nullable UUID after, int limit) {
        return Panache.withSession(() -> items.list(filter, after, limit).chain(found -> batches.levels(
                                found.stream().map(InventoryItem::id).toList(), calendar.today())
                        .map(levels -> Page.of(
                                found,
                                limit,
                                item -> InventoryItemView.of(item, levels.getOrDefault(item.id(), Level.NONE), null),
                                last -> Cursor.encode(last.id())))))
                .call(page -> audit.searched("inventory_item"));
    }
}
