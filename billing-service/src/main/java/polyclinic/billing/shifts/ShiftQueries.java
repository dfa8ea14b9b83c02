package polyclinic.billing.shifts;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.Ledger;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.values.Money;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of shifts, which show no patient. */
@ApplicationScoped
class ShiftQueries {
    private final Shifts shifts;
    private final Ledger ledger;
    private final Audit audit;

    ShiftQueries(Shifts shifts, Ledger ledger, Audit audit) {
        this.shifts = shifts;
        this.ledger = ledger;
        this.audit = audit;
    }

    Uni<ShiftView> get(UUID id) {
        return Panache.withSession(() -> shifts.findById(id)
                        .onItem()
                        .ifNull()
                        .failWith(() -> new NotFound("shift"))
                        .chain(this::view))
                .call(found -> audit.read("shift", id, null));
    }

    Uni<Answer<ShiftView>> reread(UUID id) {
        return get(id).map(view -> Answer.ok(view.version(), view));
    }

    /** Newest first; the parameters of {@link ShiftResource#list}. */
    Uni<Page<ShiftView>> list(@Nullable String cashier, @Nullable ShiftStatus status, @Nullable UUID after, int limit) {
        return Panache.withSession(() -> shifts.list(cashier, status, after, limit)
                        .chain(rows -> ledger.cash(rows.stream().map(Shift::id).toList())
                                .map(cash -> Page.of(
                                        rows, limit, shift -> view(shift, cash), last -> Cursor.encode(last.id())))))
                .call(page -> audit.searched("shift"));
    }

    private Uni<ShiftView> view(Shift shift) {
        return ledger.cash(shift.id(), shift.currency()).map(cash -> ShiftView.of(shift, cash));
    }

    private static ShiftView view(Shift shift, Map<UUID, BigDecimal> cash) {
        return ShiftView.of(shift, new Money(cash.getOrDefault(shift.id(), BigDecimal.ZERO), shift.currency()));
    }
}
