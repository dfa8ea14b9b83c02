package polyclinic.billing.money;

import java.util.Currency;
import java.util.List;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.problem.Problem.Violation;
import polyclinic.commons.values.Money;

/** 422 {@code mixed-currencies}: an invoice, its payments and the drawer that they go into have one currency. */
public final class MixedCurrency extends Problem {
    public MixedCurrency(String field) {
        super(422, "mixed-currencies", "Amounts of one invoice or drawer are in its currency.");
        with("violations", List.of(new Violation(field, "must be in the currency of the invoice or drawer")));
    }

    /** Fails unless both are the same. */
    public static void refuse(String field, Currency expected, Money actual) {
        if (!expected.equals(actual.currency())) throw new MixedCurrency(field);
    }
}
