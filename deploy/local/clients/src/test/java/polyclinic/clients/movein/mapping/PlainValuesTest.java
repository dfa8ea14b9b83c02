package polyclinic.clients.movein.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final PlainValues values = new PlainValues(ZoneId.of("Asia/Kolkata"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"2024-11-08T10:11:12.123456\" | 2024-11-08T04:41:12.123Z",
                "\"2024-11-08 10:11:12\" | 2024-11-08T04:41:12Z",
                "\"2024-11-08T10:11\" | 2024-11-08T04:41:00Z",
                "\"2024-11-08T10:11:12Z\" | 2024-11-08T10:11:12Z",
                "\"2024-11-08T10:11:12+0530\" | 2024-11-08T04:41:12Z",
                "\"2024-11-08\" | 2024-11-07T18:30:00Z",
                "1731039072 | 2024-11-08T04:11:12Z",
                "1731039072123 | 2024-11-08T04:11:12.123Z",
                "\"1731039072.5\" | 2024-11-08T04:11:12.500Z",
                "{\"$date\":\"2024-11-08T10:11:12Z\"} | 2024-11-08T10:11:12Z",
                "{\"$date\":{\"$numberLong\":\"1731039072123\"}} | 2024-11-08T04:11:12.123Z"
            })
    void times_of_any_program_are_read(String written, Instant time) throws JsonProcessingException {
        assertThat(values.instant(JSON.readTree(written))).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "\"soon\"", "\"2024-13-08\"", "\"08/11/2024\"", "[]", "{}"})
    void what_is_no_time_for_certain_is_none(String written) throws JsonProcessingException {
        assertThat(values.instant(JSON.readTree(written))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "45 | 1979-05-08",
                "\"45\" | 1979-05-08",
                "\"45 yrs\" | 1979-05-08",
                "45.0 | 1979-05-08",
                "\"8 months\" | 2024-02-22"
            })
    void an_age_is_that_of_the_day_on_which_it_was_written(String age, String born) throws JsonProcessingException {
        assertThat(values.bornAtAge(JSON.readTree(age), Instant.parse("2024-11-08T10:00:00Z")))
                .hasToString(born);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "450", "\"old\"", "\"4 5\"", "4.7"})
    void what_is_no_age_is_none(String age) throws JsonProcessingException {
        assertThat(values.bornAtAge(JSON.readTree(age), Instant.EPOCH)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "+919876543210, +919876543210",
        "9876543210, +919876543210",
        "098765 43210, +919876543210",
        "91-9876543210, +919876543210",
        "+14155550100, +14155550100",
        "12345, 12345"
    })
    void a_mobile_number_of_india_gets_its_country(String written, String phone) {
        assertThat(PlainValues.phone(written)).isEqualTo(phone);
    }

    @Test
    void utf_8_that_was_read_as_windows_1252_is_read_again_and_no_other_text_is() {
        assertThat(PlainValues.reread("JosÃ© MarÃ­a")).isEqualTo("José María");
        assertThat(PlainValues.reread("José")).isNull();
        assertThat(PlainValues.reread("राम")).isNull();
        assertThat(PlainValues.reread("Ann")).isNull();
    }
}
