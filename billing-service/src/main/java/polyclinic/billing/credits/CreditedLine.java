package polyclinic.billing.credits;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoiceLine;
import polyclinic.billing.ledger.Category;
import polyclinic.billing.money.Apportionment;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.money.LineAmounts;
import polyclinic.commons.values.Money;

/** A line of a credit note as a value. @param lineId the line of the invoice, or null */
record CreditedLine(
        @Nullable UUID lineId, Category category, String description, BigDecimal quantity, Money net, Money tax) {
    /**
     * A part of a line of an invoice: what the line comes to at the quantity credited with this one, less what it came to before,
     * so that all parts together are the line to the last digit.
     */
    static CreditedLine of(InvoiceLine line, BigDecimal before, BigDecimal quantity) {
        LineAmounts amounts = Objects.requireNonNull(line.amounts());
        BigDecimal after = before.add(quantity);
        return new CreditedLine(
                line.id(),
                line.category(),
                line.description(),
                quantity,
                Apportionment.step(amounts.net(), before, after, line.quantity()),
                Apportionment.step(amounts.tax(), before, after, line.quantity()));
    }

    /** An amount that belongs to no line. */
    static CreditedLine of(String description, BigDecimal quantity, Money unitPrice, BigDecimal taxRate) {
        LineAmounts amounts = LineAmounts.of(quantity, unitPrice, null, taxRate);
        return new CreditedLine(
                null, new Category(ItemKind.OTHER, null), description, quantity, amounts.net(), amounts.tax());
    }

    /** The same, or as much of the amounts as is no more than that. */
    CreditedLine upTo(Money most) {
        if (total().compareTo(most) <= 0) return this;
        Money cappedNet = Money.rounded(
                net.amount().multiply(most.amount()).divide(total().amount(), MathContext.DECIMAL128), net.currency());
        return new CreditedLine(lineId, category, description, quantity, cappedNet, most.minus(cappedNet));
    }

    Money total() {
        return net.plus(tax);
    }
}
