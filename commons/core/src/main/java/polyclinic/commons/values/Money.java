package polyclinic.commons.values;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An amount in one currency (ISO 4217), with exactly as many decimal digits as the currency has: two in INR, none in JPY, three
 * in BHD. In JSON it is {@code {"amount":"12.50","currency":"INR"}}: text, because a number passes through binary floating point
 * in most clients. What JSON brings is never negative; results of {@link #minus} and {@link #negated} may be.
 *
 * @param amount at most {@value #MAX_INTEGER_DIGITS} digits before the point where it comes from JSON
 */
@Schema(name = "Money")
public record Money(
        @Schema(
                implementation = String.class,
                pattern = "^[0-9]{1,12}(\\.[0-9]{1,4})?$",
                description = "A decimal with no more digits than the currency has",
                examples = "12.50")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal amount,

        @Schema(implementation = String.class, pattern = "^[A-Z]{3}$", description = "ISO 4217", examples = "INR")
        Currency currency)
        implements Comparable<Money> {
    private static final int MAX_INTEGER_DIGITS = 12;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,4})?");

    /** @throws InvalidMoney when the amount has more digits than the currency */
    public Money {
        if (amount.stripTrailingZeros().scale() > digits(currency))
            throw new InvalidMoney("must have no more decimal digits than its currency");
        amount = amount.setScale(digits(currency), RoundingMode.UNNECESSARY);
    }

    /**
     * Reads what a client or an event says.
     *
     * @throws InvalidMoney when it is no decimal, is negative, has too many digits, or there is no such currency
     */
    @JsonCreator
    public static Money of(
            @JsonProperty("amount") @Nullable String amount, @JsonProperty("currency") @Nullable String currency) {
        if (amount == null || currency == null) throw new InvalidMoney("must have an amount and a currency");
        if (amount.startsWith("-")) throw new InvalidMoney("must not be negative");
        if (!DECIMAL.matcher(amount).matches()) throw new InvalidMoney("must be a decimal such as 12.50, as text");
        return new Money(new BigDecimal(amount), currency(currency));
    }

    /** @throws InvalidMoney when ISO 4217 has no such currency, or none with an amount (gold, a test code) */
    public static Currency currency(String code) {
        try {
            Currency currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) return currency;
        } catch (IllegalArgumentException unknown) {
            // answered below
        }
        throw new InvalidMoney("must be in a currency of ISO 4217, such as INR");
    }

    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /** The amount rounded half up to the currency's digits. */
    public static Money rounded(BigDecimal amount, Currency currency) {
        return new Money(amount.setScale(digits(currency), RoundingMode.HALF_UP), currency);
    }

    /** @throws MixedCurrencies when the other one has another currency */
    public Money plus(Money other) {
        return new Money(amount.add(sameCurrency(other).amount), currency);
    }

    /** @throws MixedCurrencies when the other one has another currency */
    public Money minus(Money other) {
        return new Money(amount.subtract(sameCurrency(other).amount), currency);
    }

    /** The product, rounded half up once. */
    public Money times(BigDecimal factor) {
        return rounded(amount.multiply(factor), currency);
    }

    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    @JsonIgnore
    public boolean isZero() {
        return amount.signum() == 0;
    }

    @JsonIgnore
    public boolean isPositive() {
        return amount.signum() > 0;
    }

    @JsonIgnore
    public boolean isNegative() {
        return amount.signum() < 0;
    }

    /** @throws MixedCurrencies when the other one has another currency */
    @Override
    public int compareTo(Money other) {
        return amount.compareTo(sameCurrency(other).amount);
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.getCurrencyCode();
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) throw new MixedCurrencies();
        return other;
    }

    private static int digits(Currency currency) {
        return currency.getDefaultFractionDigits();
    }

    /** It is no amount of money; the message is a rule, never what was given. */
    public static final class InvalidMoney extends IllegalArgumentException {
        InvalidMoney(String rule) {
            super(rule);
        }

        public String rule() {
            return String.valueOf(getMessage());
        }
    }

    /** Two amounts of different currencies have neither sum nor order. */
    public static final class MixedCurrencies extends IllegalArgumentException {
        MixedCurrencies() {
            super("amounts of different currencies");
        }
    }
}
