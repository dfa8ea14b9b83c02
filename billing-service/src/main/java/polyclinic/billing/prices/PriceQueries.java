package polyclinic.billing.prices;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.money.ItemKind;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of the price list, which shows no patient. */
@ApplicationScoped
class PriceQueries {
    private final Prices prices;
    private final Audit audit;

    PriceQueries(Prices prices, Audit audit) {
        this.prices = prices;
        this.audit = audit;
    }

    Uni<PriceView> get(UUID id) {
        return Panache.withSession(() -> prices.findById(id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("price"))
                .call(found -> audit.read("price", id, null))
                .map(PriceView::of);
    }

    Uni<Answer<PriceView>> reread(UUID id) {
        return get(id).map(view -> Answer.ok(view.version(), view));
    }

    /** Newest first; the parameters of {@link PriceResource#list}. */
    Uni<Page<PriceView>> list(
            @Nullable String code, @Nullable ItemKind kind, @Nullable LocalDate on, @Nullable UUID after, int limit) {
        return Panache.withSession(() -> prices.list(code, kind, on, after, limit))
                .map(rows -> Page.of(rows, limit, PriceView::of, last -> Cursor.encode(last.id())))
                .call(page -> audit.searched("price"));
    }
}
