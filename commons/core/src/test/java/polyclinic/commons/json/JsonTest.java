package polyclinic.commons.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.JsonProblems;

class JsonTest {
    enum State {
        IN_CONSULTATION
    }

    record Sample(
            String text,
            Integer number,
            Boolean flag,
            LocalDate date,
            Instant instant,
            State state,
            List<String> list) {}

    @ParameterizedTest
    @ValueSource(strings = {"2.50", "10.0", "0.10", "100", "1.000"})
    void a_tree_keeps_the_digits_of_its_decimals(String digits) throws JsonProcessingException {
        String json = "{\"value\":" + digits + "}";

        assertThat(Json.write(Json.MAPPER.readTree(json))).isEqualTo(json);
        assertThat(Json.write(Json.MAPPER.valueToTree(Map.of("value", new BigDecimal(digits)))))
                .isEqualTo(json);
    }

    @Test
    void good_input_is_read_and_written_again_the_same() throws JsonProcessingException {
        String json = "{\"text\":\"añ \uD83D\uDE00\",\"number\":7,\"flag\":true,\"date\":\"2024-02-29\","
                + "\"instant\":\"2024-02-29T23:00:00Z\",\"state\":\"in_consultation\",\"list\":[\"a\"]}";

        assertThat(Json.write(Json.MAPPER.readValue(json, Sample.class))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"surprise\":1}",
                "{\"text\":7}",
                "{\"text\":true}",
                "{\"text\":{}}",
                "{\"text\":\"a\\u0000b\"}",
                "{\"text\":\"a\\ud800b\"}",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"number\":\"7\"}",
                "{\"number\":7.5}",
                "{\"number\":99999999999}",
                "{\"flag\":1}",
                "{\"flag\":\"true\"}",
                "{\"date\":\"2024-02-30\"}",
                "{\"date\":\"2023-02-29\"}",
                "{\"date\":\"+99999-01-01\"}",
                "{\"date\":20240101}",
                "{\"date\":[2024,1,1]}",
                "{\"instant\":\"2024-02-29\"}",
                "{\"instant\":1700000000}",
                "{\"instant\":\"-1000000000-01-01T00:00:00Z\"}",
                "{\"state\":\"IN_CONSULTATION\"}",
                "{\"state\":0}",
                "{\"list\":\"a\"}",
                "{} {}"
            })
    void bad_input_is_a_client_error_that_does_not_quote_it(String json) {
        assertThatThrownBy(() -> Json.MAPPER.readValue(json, Sample.class))
                .isInstanceOfSatisfying(JsonProcessingException.class, failure -> {
                    var problem = JsonProblems.of(failure);
                    assertThat(problem.status()).isIn(400, 422);
                    assertThat(problem.getMessage()).doesNotContain("2024").doesNotContain("surprise");
                });
    }

    @Test
    void nesting_is_bounded() {
        String deep = "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1);

        assertThatThrownBy(() -> Json.MAPPER.readTree(deep)).isInstanceOf(JsonProcessingException.class);
    }
}
