package polyclinic.prescription.inventory.adjustments;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.inventory.batches.StockBatch;
import polyclinic.prescription.inventory.batches.StockBatches;
import polyclinic.prescription.inventory.batches.UnknownBatch;
import polyclinic.prescription.inventory.items.InventoryItemQueries;
import polyclinic.prescription.inventory.items.InventoryItemView;
import polyclinic.prescription.inventory.ledger.MovementKind;
import polyclinic.prescription.inventory.ledger.OutOfStock;
import polyclinic.prescription.inventory.ledger.StockLedger;
import polyclinic.prescription.inventory.ledger.StockMovement;

/** A batch's stock is corrected, by a movement with the reason; never below zero. */
@ApplicationScoped
class StockAdjustment {
    private final StockBatches batches;
    private final StockLedger ledger;
    private final InventoryItemQueries items;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    StockAdjustment(
            StockBatches batches,
            StockLedger ledger,
            InventoryItemQueries items,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.batches = batches;
        this.ledger = ledger;
        this.items = items;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<InventoryItemView>> adjust(UUID itemId, AdjustStock request, Caller caller) {
        if (request.delta().signum() == 0) throw Problem.invalid("delta", "must not be zero");
        return change(
                itemId,
                request.batchId(),
                request,
                batch -> movement(batch, request.reason().kind(), request.delta(), request.note(), caller));
    }

    Uni<Answer<InventoryItemView>> count(UUID itemId, CountStock request, Caller caller) {
        return change(
                itemId,
                request.batchId(),
                request,
                batch -> movement(
                        batch, MovementKind.COUNT, request.counted().subtract(batch.onHand()), request.note(), caller));
    }

    private Uni<Answer<InventoryItemView>> change(
            UUID itemId, UUID batchId, Object request, Function<StockBatch, StockMovement> movement) {
        return idempotency.once(
                request,
                () -> batches.requireItem(itemId)
                        .chain(() -> batches.lockedOf(itemId, batchId))
                        .onItem()
                        .ifNull()
                        .failWith(UnknownBatch::new)
                        .map(movement)
                        .call(moved -> ledger.append(List.of(moved)))
                        .call(moved -> outbox.append(audit.entry("adjust", "stock_batch", batchId, null)
                                .withChangedFields(List.of("onHand"))
                                .withReason(moved.kind().name().toLowerCase(Locale.ROOT))))
                        .call(batches::forget)
                        .chain(moved -> items.shown(itemId))
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> items.reread(itemId));
    }

    private StockMovement movement(
            StockBatch batch, MovementKind kind, BigDecimal delta, @Nullable String note, Caller caller) {
        if (batch.onHand().add(delta).signum() < 0) throw OutOfStock.of(batch.onHand());
        return StockMovement.of(batch.id(), batch.itemId(), kind, delta, note, caller.subject(), clock.instant());
    }
}
