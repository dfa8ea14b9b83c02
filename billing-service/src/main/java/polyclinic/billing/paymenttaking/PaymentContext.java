package polyclinic.billing.paymenttaking;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoiceHeading;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.Category;
import polyclinic.billing.shifts.Shifts.Drawer;
import polyclinic.commons.values.Money;
import polyclinic.commons.web.StoredAnswer;

/**
 * What the rules of a payment need.
 *
 * @param earlier what is kept of the answer to an earlier request with the same key, or null
 * @param invoice null when there is none
 * @param due what is due by category, where anything is; one that is overpaid is not in it
 * @param drawer the one that was named, else for cash the caller's open one; null when there is none
 */
record PaymentContext(
        @Nullable StoredAnswer earlier,
        @Nullable InvoiceHeading invoice,
        Balance balance,
        Map<Category, Money> due,
        @Nullable Drawer drawer) {
    @Nullable
    UUID drawerId() {
        return drawer == null ? null : drawer.id();
    }
}
