package polyclinic.prescription.inventory.ledger;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.TimeRange;

/** Reads of the ledger. */
@ApplicationScoped
class MovementQueries {
    private final StockLedger ledger;
    private final Audit audit;

    MovementQueries(StockLedger ledger, Audit audit) {
        this.ledger = ledger;
        this.audit = audit;
    }

    /** Newest first. @param itemId or null for any */
    Uni<Page<MovementView>> list(@Nullable UUID itemId, TimeRange time, @Nullable UUID after, int limit) {
        return ledger.list(itemId, time.from(), time.before(), after, limit)
                .map(rows -> Page.of(rows, limit, MovementView::of, last -> Cursor.encode(last.id())))
                .call(page -> audit.searched("stock_movement"));
    }
}
