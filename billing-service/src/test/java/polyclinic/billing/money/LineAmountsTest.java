package polyclinic.billing.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.values.Money;

/** For any lines: what they show adds up, to the last digit. */
class LineAmountsTest {
    private static final List<Currency> CURRENCIES =
            Stream.of("INR", "JPY", "BHD").map(Currency::getInstance).toList();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void lines_discounts_and_taxes_add_up_to_the_total(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Currency currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
            Money net = Money.zero(currency);
            Money tax = net;
            Money total = net;
            Money gross = net;
            Money discount = net;
            for (int line = 0; line <= random.nextInt(10); line++) {
                LineAmounts amounts = LineAmounts.of(
                        decimal(random, 100_000, 4).add(new BigDecimal("0.0001")),
                        Money.rounded(decimal(random, 100_000, 4), currency),
                        random.nextBoolean() ? null : new Discount(decimal(random, 100, 3), null),
                        decimal(random, 1, 4));
                assertThat(amounts.gross().minus(amounts.discount())).isEqualTo(amounts.net());
                assertThat(amounts.net().plus(amounts.tax())).isEqualTo(amounts.total());
                assertThat(amounts.net().isNegative()).isFalse();
                assertThat(amounts.discount().isNegative()).isFalse();
                gross = gross.plus(amounts.gross());
                discount = discount.plus(amounts.discount());
                net = net.plus(amounts.net());
                tax = tax.plus(amounts.tax());
                total = total.plus(amounts.total());
            }
            assertThat(net.plus(tax)).isEqualTo(total);
            assertThat(gross.minus(discount)).isEqualTo(net);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void parts_of_an_amount_add_up_to_it_and_exceed_no_weight(long seed) {
        Random random = new Random(seed);
        Currency currency = Currency.getInstance("INR");
        for (int i = 0; i < 2000; i++) {
            Map<Integer, Money> weights = new LinkedHashMap<>();
            Money all = Money.zero(currency);
            for (int part = 0; part <= random.nextInt(6); part++) {
                Money weight = new Money(BigDecimal.valueOf(1 + random.nextInt(500), 2), currency);
                weights.put(part, weight);
                all = all.plus(weight);
            }
            Money amount = new Money(
                    BigDecimal.valueOf(
                            1 + random.nextInt(all.amount().unscaledValue().intValue()), 2),
                    currency);

            Map<Integer, Money> parts = Apportionment.of(amount, weights);

            assertThat(parts.values().stream().reduce(Money.zero(currency), Money::plus))
                    .isEqualTo(amount);
            parts.forEach((key, part) -> assertThat(part).isBetween(Money.zero(currency), weights.get(key)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void steps_of_a_line_add_up_to_the_line(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            BigDecimal all = BigDecimal.valueOf(1 + random.nextInt(50));
            Money line = Money.of(String.valueOf(random.nextInt(10_000)), "INR").times(new BigDecimal("0.01"));
            Money sum = Money.of("0", "INR");
            BigDecimal before = BigDecimal.ZERO;
            while (before.compareTo(all) < 0) {
                BigDecimal after =
                        before.add(BigDecimal.valueOf(1 + random.nextInt(5))).min(all);
                Money step = Apportionment.step(line, before, after, all);
                assertThat(step.isNegative()).isFalse();
                sum = sum.plus(step);
                before = after;
            }
            assertThat(sum).isEqualTo(line);
        }
    }

    @Test
    void a_line_is_rounded_half_up_once() {
        LineAmounts amounts =
                LineAmounts.of(new BigDecimal("0.5"), Money.of("0.05", "INR"), null, new BigDecimal("0.5"));

        assertThat(amounts.net()).isEqualTo(Money.of("0.03", "INR"));
        assertThat(amounts.tax()).isEqualTo(Money.of("0.02", "INR"));
    }

    @Test
    void a_discount_is_no_more_than_the_line() {
        Discount tooMuch = new Discount(null, Money.of("10.01", "INR"));
        assertThatThrownBy(() -> LineAmounts.of(BigDecimal.ONE, Money.of("10", "INR"), tooMuch, BigDecimal.ZERO))
                .isInstanceOf(LineAmounts.DiscountTooLarge.class);
    }

    private static BigDecimal decimal(Random random, int bound, int digits) {
        return new BigDecimal(random.nextDouble() * bound).setScale(digits, RoundingMode.DOWN);
    }
}
