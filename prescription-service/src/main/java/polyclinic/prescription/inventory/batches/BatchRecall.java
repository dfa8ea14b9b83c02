package polyclinic.prescription.inventory.batches;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/**
 * A batch is recalled: it stays where it is, and none of it is dispensed or handed over any more. The answer names the prepared
 * dispenses that hold some of it, for somebody to take it back.
 */
@ApplicationScoped
class BatchRecall {
    private final StockBatches batches;
    private final BatchQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    BatchRecall(
            StockBatches batches,
            BatchQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.batches = batches;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<BatchView>> recall(UUID id, RecallBatch request) {
        return idempotency.once(
                request,
                () -> batches.locked(id)
                        .invoke(batch -> batch.recall(request.reason(), clock.instant()))
                        .call(batches::flush)
                        .call(batch -> outbox.append(audit.entry("recall", "stock_batch", id, null)
                                .withChangedFields(List.of("recalledAt"))
                                .withReason(request.reason())))
                        .chain(queries::whole)
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> queries.get(id));
    }
}
