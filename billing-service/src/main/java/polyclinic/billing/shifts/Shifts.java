package polyclinic.billing.shifts;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.access.BillingAccessPolicy;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.billing.money.MixedCurrency;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;

/** Shifts in the database. */
@ApplicationScoped
public class Shifts implements PanacheRepositoryBase<Shift, UUID> {
    /** What a shift's drawer says of who may use it, and for what. */
    public record Drawer(UUID id, String cashier, Currency currency, boolean open) {
        /** Whether money by this method moves through a drawer: cash always, anything else where one is named. */
        public static boolean isNeeded(PaymentMethod method, @Nullable UUID named) {
            return named != null || method == PaymentMethod.CASH;
        }

        /** Fails unless the drawer is there, open, the caller's to use, and of the currency where it is cash. */
        public static void require(@Nullable Drawer drawer, PaymentMethod method, Currency currency, Caller caller) {
            if (drawer == null || !drawer.open() || !BillingAccessPolicy.mayUseDrawer(caller, drawer.cashier()))
                throw new NoOpenShift();
            if (method == PaymentMethod.CASH && !drawer.currency().equals(currency)) throw new MixedCurrency("amount");
        }
    }

    /**
     * The drawer that money moves through, which cannot be closed before the transaction ends: the one that is named, else for cash
     * the caller's own.
     *
     * @return null where none is needed
     */
    public Uni<@Nullable Shift> drawer(PaymentMethod method, @Nullable UUID named, Currency currency, Caller caller) {
        if (!Drawer.isNeeded(method, named)) return Uni.createFrom().nullItem();
        return (named != null ? find("id", named) : find("cashier = ?1 and closedAt is null", caller.subject()))
                .withLock(LockModeType.PESSIMISTIC_READ)
                .<Shift>firstResult()
                .invoke(found -> Drawer.require(
                        found == null
                                ? null
                                : new Drawer(found.id(), found.cashier(), found.currency(), found.isOpen()),
                        method,
                        currency,
                        caller));
    }

    /** For closing; fails with 404. */
    Uni<Shift> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<Shift>firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("shift"));
    }

    /** Newest first; one more than the limit when there are more. @param status or null for any */
    Uni<List<Shift>> list(@Nullable String cashier, @Nullable ShiftStatus status, @Nullable UUID after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder where = new StringBuilder("where true");
        if (cashier != null) {
            where.append(" and cashier = :cashier");
            parameters.put("cashier", cashier);
        }
        if (status != null)
            where.append(status == ShiftStatus.OPEN ? " and closedAt is null" : " and closedAt is not null");
        if (after != null) {
            where.append(" and id < :after");
            parameters.put("after", after);
        }
        return find(where + " order by id desc", parameters).range(0, limit).list();
    }
}
