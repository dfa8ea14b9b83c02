package polyclinic.billing.shifts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.billing.access.BillingAccessPolicy;
import polyclinic.billing.ledger.Ledger;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Money;
import polyclinic.commons.web.Answer;

/** A cashier opens a drawer, and counts it at the end. */
@ApplicationScoped
class ShiftHandling {
    private final Shifts shifts;
    private final ShiftQueries queries;
    private final Ledger ledger;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    ShiftHandling(
            Shifts shifts,
            ShiftQueries queries,
            Ledger ledger,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.shifts = shifts;
        this.queries = queries;
        this.ledger = ledger;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<ShiftView>> open(OpenShift request, Caller caller) {
        Instant now = clock.instant();
        return idempotency.once(
                request,
                () -> shifts.persistAndFlush(Shift.opened(caller.subject(), request.openingFloat(), now))
                        .call(shift -> outbox.append(
                                audit.entry("create", "shift", shift.id(), null),
                                new ShiftEvent.Opened(shift.id(), shift.cashier(), shift.openingFloat(), now)))
                        .map(shift -> ShiftView.of(shift, Money.zero(shift.currency())))
                        .map(view -> Answer.created(view.location(), view.version(), view)),
                earlier -> queries.reread(earlier.createdId()));
    }

    /** Payments that are under way are waited for, and none begins meanwhile: they hold the shift's row. */
    Uni<Answer<ShiftView>> close(UUID id, CloseShift request, Caller caller) {
        Instant now = clock.instant();
        return idempotency.once(
                request,
                () -> shifts.locked(id)
                        .invoke(shift -> close(shift, request, caller, now))
                        .call(shifts::flush)
                        .chain(shift -> ledger.cash(id, shift.currency()).map(cash -> ShiftView.of(shift, cash)))
                        .call(view -> outbox.append(
                                audit.entry("close", "shift", id, null)
                                        .withChangedFields(List.of("counted", "closedAt")),
                                closed(view, request.counted(), now)))
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> queries.reread(id));
    }

    private static void close(Shift shift, CloseShift request, Caller caller, Instant now) {
        if (!BillingAccessPolicy.mayUseDrawer(caller, shift.cashier()))
            throw new Problem(403, "forbidden", "Only the cashier whose shift it is may close it.");
        shift.close(request.counted(), now);
    }

    private static ShiftEvent.Closed closed(ShiftView view, Money counted, Instant now) {
        Money zero = Money.zero(counted.currency());
        Money difference = counted.minus(view.expected());
        return new ShiftEvent.Closed(
                view.id(),
                view.cashier(),
                view.expected(),
                counted,
                difference.isNegative() ? difference.negated() : zero,
                difference.isPositive() ? difference : zero,
                now);
    }
}
