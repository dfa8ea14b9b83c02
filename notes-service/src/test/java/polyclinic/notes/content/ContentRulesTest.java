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
    @ValueSource(
            strings = {
                "2.50",
                "10.0",
                "0.10",
                "7",
                "1.000",
                "98.6",
                "0.1",
                "1E+2",
                "1.0E-10",
                "-4.10",
                "0.0",
                "0.000",
                "100000000000000000000",
                "9007199254740993",
                "0.3000000000000000444",
                "1.234567890123456789012345678901234",
                "1E+6000"
            })
    void a_number_comes_back_with_the_digits_that_were_sent(String digits) throws Exception {
        String json = "{\"n\":" + digits + ",\"in\":[[" + digits + "],{\"n\":" + digits + "}]}";

        Document stored = ContentRules.toDocument("content", Json.MAPPER.readTree(json));

        assertThat(Json.write(ContentRules.toJson(stored))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.12345678901234567890123456789012345",
                "1.00000000000000000000000000000000000",
                "0.00000000000000000000000000000000000000000E-6170",
                "12345678901234567890123456789012345",
                "10000000000000000000000000000000000",
                "1E+6145",
                "1E-7000",
                "0E+9000",
                "0.0E-9000"
            })
    void a_number_that_the_store_cannot_keep_whole_is_refused(String digits) throws Exception {
        JsonNode content = Json.MAPPER.readTree("{\"n\":[" + digits + "]}");

        assertThatThrownBy(() -> ContentRules.toDocument("content", content))
                .isInstanceOfSatisfying(Problem.class, ContentRulesTest::isInvalidInput);
    }

    @Test
    void no_fraction_is_stored_as_a_floating_point_number() throws Exception {
        JsonNode content = Json.MAPPER.readTree("{\"usual\":98.6,\"long\":0.1234567890123456789}");

        Document document = ContentRules.toDocument("content", content);

        assertThat(document.values()).allMatch(Decimal128.class::isInstance);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mmol/L",
                "mm[Hg]",
                "10*3/uL",
                "/min",
                "{score}",
                "mL/min/{1.73_m2}",
                "Cel",
                "%",
                "1",
                "[degF]",
                "ug/dL",
                "m[IU]/L",
                "kg/m2"
            })
    void a_unit_of_ucum_is_taken(String code) throws Exception {
        JsonNode content = Json.MAPPER.readTree(quantity(code));

        assertThat(ContentRules.toJson(ContentRules.toMeasuredDocument("data", content)))
                .isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mmHg",
                "MMOL/L",
                "mmol/l/",
                "bpm",
                "mcg",
                "°C",
                "",
                " ",
                "((((m",
                "m^2",
                "kg m",
                "m99999999999999"
            })
    void what_is_said_to_be_a_unit_of_ucum_and_is_none_is_refused_with_its_place(String code) throws Exception {
        JsonNode content = Json.MAPPER.readTree(quantity(code));

        assertThatThrownBy(() -> ContentRules.toMeasuredDocument("data", content))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    isInvalidInput(problem);
                    assertThat(Json.write(problem.members())).contains("\"data.list[1].code\"");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":1,\"unit\":\"mmHg\"}",
                "{\"value\":1,\"unit\":\"Striche\",\"system\":\"urn:clinic:units\",\"code\":\"mmHg\"}",
                "{\"value\":1,\"unit\":\"beats a minute\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"/min\"}",
                "{\"code\":\"2823-3\",\"system\":\"http://loinc.org\"}",
                "{\"system\":\"http://unitsofmeasure.org\"}"
            })
    void units_of_ones_own_stay_as_they_are(String json) throws Exception {
        JsonNode content = Json.MAPPER.readTree(json);

        assertThat(ContentRules.toJson(ContentRules.toMeasuredDocument("data", content)))
                .isEqualTo(content);
    }

    @Test
    void what_is_no_measurement_may_name_units_as_it_likes() throws Exception {
        JsonNode order = Json.MAPPER.readTree(quantity("TAB"));

        assertThat(ContentRules.toJson(ContentRules.toDocument("content", order)))
                .isEqualTo(order);
    }

    private static String quantity(String code) {
        return "{\"list\":[{},{\"value\":1,\"unit\":\"as people say\",\"system\":\"http://unitsofmeasure.org\",\"code\":"
                + Json.write(code) + "}]}";
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
