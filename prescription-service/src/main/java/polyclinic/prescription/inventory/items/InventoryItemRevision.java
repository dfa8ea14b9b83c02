package polyclinic.prescription.inventory.items;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.prescription.inventory.batches.StockBatches;

/**
 * An item is described anew, provided it still has the version that was last read. Its unit and its medicine stay once it has a batch:
 * the ledger counts in the one, and dispensing finds it by the other.
 */
@ApplicationScoped
class InventoryItemRevision {
    /** What an item with batches keeps. */
    private static final Set<String> FIXED = Set.of("unit", "medicationId");

    private final InventoryItems items;
    private final InventoryItemQueries queries;
    private final StockBatches batches;
    private final Outbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    InventoryItemRevision(
            InventoryItems items,
            InventoryItemQueries queries,
            StockBatches batches,
            Outbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.items = items;
        this.queries = queries;
        this.batches = batches;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    Uni<Answer<InventoryItemView>> revise(UUID id, @Nullable String ifMatch, JsonNode patch) {
        EntityTags.require(ifMatch);
        return Panache.withTransaction(() -> items.locked(id)
                .call(item -> revise(item, ifMatch, patch))
                .chain(queries::whole)
                .map(view -> Answer.ok(view.version(), view)));
    }

    private Uni<Void> revise(InventoryItem item, @Nullable String ifMatch, JsonNode patch) {
        EntityTags.check(ifMatch, item.version());
        List<String> changed = item.revise(
                MergePatch.apply(item.asRequest(), patch, RegisterInventoryItem.class, validator), clock.instant());
        if (changed.isEmpty()) return outbox.append(audit.entry("read", "inventory_item", item.id(), null));
        return requireUnused(item, changed)
                .chain(items::flush)
                .chain(() -> outbox.append(
                        audit.entry("update", "inventory_item", item.id(), null).withChangedFields(changed)));
    }

    /** Receiving a batch locks the item, too, so that none arrives meanwhile. */
    private Uni<Void> requireUnused(InventoryItem item, List<String> changed) {
        Optional<String> fixed = changed.stream().filter(FIXED::contains).findFirst();
        if (fixed.isEmpty()) return Uni.createFrom().voidItem();
        return batches.existOf(item.id())
                .invoke(inUse -> {
                    if (inUse) throw new ItemInUse(fixed.get());
                })
                .replaceWithVoid();
    }
}
