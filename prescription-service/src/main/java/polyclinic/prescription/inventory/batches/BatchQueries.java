package polyclinic.prescription.inventory.batches;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.web.Answer;

/** Reads of batches. */
@ApplicationScoped
class BatchQueries {
    private final StockBatches batches;
    private final Audit audit;

    BatchQueries(StockBatches batches, Audit audit) {
        this.batches = batches;
        this.audit = audit;
    }

    /** In the open session or transaction. */
    Uni<BatchView> whole(StockBatch batch) {
        return batches.preparedDispenses(batch.id()).map(prepared -> BatchView.of(batch, prepared));
    }

    /** Its stock changes without its version, so the answer is always whole. */
    Uni<Answer<BatchView>> get(UUID id) {
        return Panache.withSession(() -> batches.require(id).chain(this::whole))
                .call(batch -> audit.read("stock_batch", id, null))
                .map(view -> Answer.ok(view.version(), view));
    }
}
