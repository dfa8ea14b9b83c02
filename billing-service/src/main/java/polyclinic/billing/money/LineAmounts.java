package polyclinic.billing.money;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Money;

/**
 * What one line comes to. The one rule of rounding: quantity times unit price less the discount is rounded half up once, which
 * is the line's net; its tax is the share of that net, rounded half up once; nothing else is ever rounded. So the sums of an
 * invoice are sums of what its lines show, and {@code net + tax = total} holds for lines and sums alike.
 *
 * @param gross before the discount; {@code gross - discount = net}
 */
public record LineAmounts(Money gross, Money discount, Money net, Money tax, Money total) {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    /**
     * @param discount or null for none
     * @throws DiscountTooLarge when it is more than the line
     */
    public static LineAmounts of(
            BigDecimal quantity, Money unitPrice, @Nullable Discount discount, BigDecimal taxRate) {
        Currency currency = unitPrice.currency();
        BigDecimal exact = quantity.multiply(unitPrice.amount());
        Money net = Money.rounded(exact.subtract(off(exact, discount)), currency);
        if (net.isNegative()) throw new DiscountTooLarge();
        Money gross = Money.rounded(exact, currency);
        Money tax = net.times(taxRate);
        return new LineAmounts(gross, gross.minus(net), net, tax, net.plus(tax));
    }

    private static BigDecimal off(BigDecimal exact, @Nullable Discount discount) {
        if (discount == null) return BigDecimal.ZERO;
        if (discount.percent() != null)
            return exact.multiply(discount.percent()).divide(HUNDRED);
        return Objects.requireNonNull(discount.amount()).amount();
    }

    /** A discount takes at most what the line costs. */
    public static final class DiscountTooLarge extends IllegalArgumentException {
        DiscountTooLarge() {
            super("the discount is more than the line");
        }
    }
}
