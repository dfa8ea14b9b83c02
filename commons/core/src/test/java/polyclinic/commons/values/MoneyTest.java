package polyclinic.commons.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.json.DecimalText;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.JsonProblems;
import polyclinic.commons.problem.Problem;

class MoneyTest {
    private static final Currency INR = Currency.getInstance("INR");

    private record Bill(Money price) {}

    private record Portion(@DecimalText BigDecimal quantity) {}

    @ParameterizedTest
    @CsvSource({"12.50,INR,12.50", "12.5,INR,12.50", "12,INR,12.00", "12,JPY,12", "1.234,BHD,1.234", "0,INR,0.00"})
    void it_is_written_with_the_digits_of_its_currency(String sent, String currency, String written) throws Exception {
        Bill bill = read("{\"price\":{\"amount\":\"%s\",\"currency\":\"%s\"}}".formatted(sent, currency));

        assertThat(Json.write(bill))
                .isEqualTo("{\"price\":{\"amount\":\"%s\",\"currency\":\"%s\"}}".formatted(written, currency));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amount\":12.5,\"currency\":\"INR\"}",
                "{\"amount\":12,\"currency\":\"INR\"}",
                "{\"amount\":\"12.505\",\"currency\":\"INR\"}",
                "{\"amount\":\"12.5\",\"currency\":\"JPY\"}",
                "{\"amount\":\"-1\",\"currency\":\"INR\"}",
                "{\"amount\":\"1e3\",\"currency\":\"INR\"}",
                "{\"amount\":\"1,000\",\"currency\":\"INR\"}",
                "{\"amount\":\" 1\",\"currency\":\"INR\"}",
                "{\"amount\":\"1234567890123\",\"currency\":\"INR\"}",
                "{\"amount\":\"1\",\"currency\":\"XAU\"}",
                "{\"amount\":\"1\",\"currency\":\"inr\"}",
                "{\"amount\":\"1\",\"currency\":\"ABC\"}",
                "{\"amount\":\"1\"}",
                "{\"currency\":\"INR\"}",
                "{\"amount\":\"1\",\"currency\":\"INR\",\"x\":1}",
                "\"12.50\"",
                "12.50"
            })
    void anything_else_is_refused_by_the_name_of_its_field(String price) {
        assertThatThrownBy(() -> read("{\"price\":" + price + "}"))
                .isInstanceOfSatisfying(JsonProcessingException.class, failure -> {
                    Problem problem = JsonProblems.of(failure);
                    assertThat(problem.slug()).isEqualTo("invalid-input");
                    assertThat(problem.members().toString()).contains("price");
                });
    }

    @Test
    void a_product_is_rounded_half_up_once() {
        assertThat(money("0.05").times(new BigDecimal("0.5"))).isEqualTo(money("0.03"));
        assertThat(money("10.00").times(new BigDecimal("0.333333"))).isEqualTo(money("3.33"));
        assertThat(money("0.05").negated().times(new BigDecimal("0.5")))
                .isEqualTo(money("0.03").negated());
    }

    @Test
    void different_currencies_have_no_sum() {
        Money yen = Money.of("1", "JPY");
        assertThatThrownBy(() -> money("1").plus(yen)).isInstanceOf(Money.MixedCurrencies.class);
        assertThatThrownBy(() -> money("1").compareTo(yen)).isInstanceOf(Money.MixedCurrencies.class);
    }

    @ParameterizedTest
    @CsvSource({"'\"2.5\"',2.5", "2.50,2.50", "3,3", "'\"0.10\"',0.10"})
    void a_decimal_keeps_every_digit_that_was_sent(String sent, String kept) throws Exception {
        Portion portion = Json.MAPPER.readValue("{\"quantity\":" + sent + "}", Portion.class);

        assertThat(Json.write(portion)).isEqualTo("{\"quantity\":\"" + kept + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1e9\"", "1e999999999", "\"\"", "\"x\"", "true", "[]", "{}"})
    void what_is_no_plain_decimal_is_refused(String sent) {
        assertThatThrownBy(() -> Json.MAPPER.readValue("{\"quantity\":" + sent + "}", Portion.class))
                .isInstanceOfSatisfying(JsonProcessingException.class, failure -> assertThat(
                                JsonProblems.of(failure).members().toString())
                        .contains("quantity"));
    }

    private static Bill read(String json) throws JsonProcessingException {
        return Json.MAPPER.readValue(json, Bill.class);
    }

    private static Money money(String amount) {
        return new Money(new BigDecimal(amount), INR);
    }
}
