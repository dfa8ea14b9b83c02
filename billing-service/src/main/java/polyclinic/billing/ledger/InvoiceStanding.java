package polyclinic.billing.ledger;

import java.util.Map;
import polyclinic.commons.values.Money;

/**
 * How an invoice stands, as a whole and by category.
 *
 * @param due by category, where anything is due; a category that is overpaid is not in it, so these may add up to more
 */
public record InvoiceStanding(Balance balance, Map<Category, Money> due) {}
