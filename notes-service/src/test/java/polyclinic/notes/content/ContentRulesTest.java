package polyclinic.notes.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;

class ContentRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"b\":[1,2.5,true,null,\"x\"]}}",
                "{\"big\":9007199254740993,\"bigger\":123456789012345678901234567890}",
                "{\"exact\":0.1234567890123456789012345678901234}",
                "{\"text\":\"line\\nwith\\ttabs, ünïcödé and 🩺\"}",
                "{\"empty\":{},\"none\":[]}"
            })
    void content_comes_back_as_it_went_in(String json) throws Exception {
        JsonNode content = Json.MAPPER.readTree(json);

        Document document = ContentRules.toDocument("content", content);

        assertThat(Json.MAPPER.readTree(Json.write(ContentRules.toJson(document))))
                .isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"98.6", "1e3", "1e400", "-0.000001", "5.10", "37.06598478279894"})
    void a_number_keeps_its_value(String number) throws Exception {
        JsonNode content = Json.MAPPER.readTree("{\"n\":" + number + "}");

        JsonNode read =
                ContentRules.toJson(ContentRules.toDocument("content", content)).get("n");

        assertThat(read.decimalValue()).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.50", "10.0", "0.10", "7", "1.000"})
    void a_number_comes_back_with_the_digits_that_were_sent(String digits) throws Exception {
        String json = "{\"n\":" + digits + "}";

        Document stored = ContentRules.toDocument("content", Json.MAPPER.readTree(json));

        assertThat(Json.write(ContentRules.toJson(stored))).isEqualTo(json);
    }

    @Test
    void an_ordinary_fraction_is_stored_as_a_double() throws Exception {
        JsonNode content = Json.MAPPER.readTree("{\"usual\":98.6,\"long\":0.1234567890123456789}");

        Document document = ContentRules.toDocument("content", content);

        assertThat(document.get("usual")).isEqualTo(98.6);
        assertThat(document.get("long")).isInstanceOf(Decimal128.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$where\":1}",
                "{\"a\":{\"$ne\":null}}",
                "{\"a\":[{\"$gt\":\"\"}]}",
                "{\"a.b\":1}",
                "{\"\":1}",
                "{\"a\\u0000b\":1}",
                "{\"a\\nb\":1}",
                "{\"a\":\"\\u0000\"}",
                "{\"a\":\"\\u001b[31m\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"\\udc00\":1}",
                "{\"n\":0.12345678901234567890123456789012345678901234567890}"
            })
    void what_a_store_or_a_screen_could_misread_is_refused(String json) throws Exception {
        JsonNode content = Json.MAPPER.readTree(json);

        assertThatThrownBy(() -> ContentRules.toDocument("content", content))
                .isInstanceOfSatisfying(Problem.class, ContentRulesTest::isInvalidInput);
    }

    @Test
    void a_dollar_or_a_dot_inside_of_text_is_only_text() throws Exception {
        JsonNode content = Json.MAPPER.readTree("{\"cost\":\"$ne 5.00\",\"5$\":\"{$gt:1}\"}");

        assertThat(ContentRules.toJson(ContentRules.toDocument("content", content)))
                .isEqualTo(content);
    }

    @Test
    void depth_has_a_limit() throws Exception {
        assertThat(ContentRules.toDocument("content", nested(ContentRules.MAX_DEPTH)))
                .isNotNull();

        assertThatThrownBy(() -> ContentRules.toDocument("content", nested(ContentRules.MAX_DEPTH + 1)))
                .isInstanceOfSatisfying(Problem.class, ContentRulesTest::isInvalidInput);
    }

    @Test
    void size_has_a_limit() {
        JsonNode tooLong = Json.MAPPER.valueToTree(Map.of("a", "ä".repeat(ContentRules.MAX_BYTES / 2)));
        JsonNode tooMany = Json.MAPPER.valueToTree(Map.of("a", new int[ContentRules.MAX_VALUES]));

        assertThatThrownBy(() -> ContentRules.toDocument("content", tooLong)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> ContentRules.toDocument("content", tooMany)).isInstanceOf(Problem.class);
    }

    private static JsonNode nested(int depth) throws Exception {
        return Json.MAPPER.readTree("{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
    }

    private static void isInvalidInput(Problem problem) {
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.slug()).isEqualTo("invalid-input");
    }
}
