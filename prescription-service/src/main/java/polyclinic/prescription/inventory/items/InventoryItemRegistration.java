package polyclinic.prescription.inventory.items;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.inventory.batches.StockBatches.Level;

/** An item is registered; stock of it arrives in batches. */
@ApplicationScoped
class InventoryItemRegistration {
    private final InventoryItems items;
    private final InventoryItemQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    InventoryItemRegistration(
            InventoryItems items,
            InventoryItemQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.items = items;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<InventoryItemView>> register(RegisterInventoryItem request) {
        return idempotency.once(
                request,
                () -> items.persistAndFlush(InventoryItem.registered(request, clock.instant()))
                        .call(item -> outbox.append(audit.entry("create", "inventory_item", item.id(), null)))
                        .map(item -> InventoryItemView.of(item, Level.NONE, List.of()))
                        .map(view -> Answer.created(InventoryItemView.PATH + "/" + view.id(), view.version(), view)),
                earlier -> queries.reread(earlier.createdId()));
    }
}
