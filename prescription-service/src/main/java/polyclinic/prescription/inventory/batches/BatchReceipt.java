package polyclinic.prescription.inventory.batches;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.inventory.ledger.MovementKind;
import polyclinic.prescription.inventory.ledger.StockLedger;
import polyclinic.prescription.inventory.ledger.StockMovement;

/** A delivery arrives: a batch, and the movement that fills it. */
@ApplicationScoped
class BatchReceipt {
    private final StockBatches batches;
    private final StockLedger ledger;
    private final BatchQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    BatchReceipt(
            StockBatches batches,
            StockLedger ledger,
            BatchQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.batches = batches;
        this.ledger = ledger;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<BatchView>> receive(UUID itemId, ReceiveBatch request, Caller caller) {
        return idempotency.once(
                request,
                () -> batches.requireItem(itemId)
                        .chain(() -> receive(StockBatch.received(itemId, request, clock.instant()), request, caller))
                        .map(batch -> BatchView.of(batch, List.of()))
                        .map(view -> Answer.created(BatchView.PATH + view.id(), view.version(), view)),
                earlier -> queries.get(earlier.createdId()));
    }

    private Uni<StockBatch> receive(StockBatch batch, ReceiveBatch request, Caller caller) {
        Instant now = clock.instant();
        return batches.persistAndFlush(batch)
                .call(() -> ledger.append(List.of(StockMovement.of(
                        batch.id(),
                        batch.itemId(),
                        MovementKind.RECEIPT,
                        request.quantity(),
                        null,
                        caller.subject(),
                        now))))
                .call(() -> outbox.append(audit.entry("receive", "stock_batch", batch.id(), null)));
    }
}
