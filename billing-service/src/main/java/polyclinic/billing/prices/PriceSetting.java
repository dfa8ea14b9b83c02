package polyclinic.billing.prices;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/** The price list is changed: a price is added, or gets its last day. */
@ApplicationScoped
class PriceSetting {
    private final Prices prices;
    private final PriceQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    PriceSetting(
            Prices prices, PriceQueries queries, Idempotency idempotency, Outbox outbox, Audit audit, Clock clock) {
        this.prices = prices;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<PriceView>> set(SetPrice request) {
        return idempotency.once(
                request,
                () -> prices.queue()
                        .chain(() -> prices.persistAndFlush(Price.of(request, clock.instant())))
                        .call(price -> outbox.append(
                                audit.entry("create", "price", price.id(), null), new PriceEvent.Set(price.snapshot())))
                        .map(PriceView::of)
                        .map(view -> Answer.created(view.location(), view.version(), view)),
                earlier -> queries.reread(earlier.createdId()));
    }

    Uni<Answer<PriceView>> end(UUID id, EndPrice request) {
        return idempotency.once(
                request,
                () -> prices.locked(id)
                        .invoke(price -> price.end(request.validTo(), clock.instant()))
                        .call(prices::flush)
                        .call(price -> outbox.append(
                                audit.entry("end", "price", id, null).withChangedFields(List.of("validTo")),
                                new PriceEvent.Ended(price.snapshot())))
                        .map(PriceView::of)
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> queries.reread(id));
    }
}
