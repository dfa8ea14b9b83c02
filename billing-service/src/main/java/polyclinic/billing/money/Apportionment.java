package polyclinic.billing.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import polyclinic.commons.values.Money;

/**
 * Parts of an amount in proportion to weights, to the last digit: the parts add up to the amount, none is more than its weight
 * when the amount is no more than all weights, and equal input gives equal parts.
 */
public final class Apportionment {
    private Apportionment() {}

    /**
     * Rounds the running sums and takes their differences, so nothing is lost or left over.
     *
     * @param weights not negative; those of zero get nothing
     * @throws IllegalArgumentException when the weights are all zero and the amount is not
     */
    public static <K> Map<K, Money> of(Money amount, Map<K, Money> weights) {
        Map<K, Money> parts = new LinkedHashMap<>();
        if (amount.isZero()) return parts;
        BigDecimal all = weights.values().stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (all.signum() <= 0) throw new IllegalArgumentException("there is nothing to apportion to");
        BigDecimal running = BigDecimal.ZERO;
        Money given = Money.zero(amount.currency());
        int digits = amount.currency().getDefaultFractionDigits();
        for (Map.Entry<K, Money> weight : weights.entrySet()) {
            running = running.add(weight.getValue().amount());
            Money until = new Money(
                    amount.amount().multiply(running).divide(all, digits, RoundingMode.HALF_UP), amount.currency());
            Money part = until.minus(given);
            given = until;
            if (!part.isZero()) parts.put(weight.getKey(), part);
        }
        return parts;
    }

    /** What a share of a whole comes to, so that the shares of all steps add up to the whole: see {@link #of}. */
    public static Money step(Money whole, BigDecimal before, BigDecimal after, BigDecimal all) {
        return share(whole, after, all).minus(share(whole, before, all));
    }

    private static Money share(Money whole, BigDecimal of, BigDecimal all) {
        int digits = whole.currency().getDefaultFractionDigits();
        return new Money(whole.amount().multiply(of).divide(all, digits, RoundingMode.HALF_UP), whole.currency());
    }
}
