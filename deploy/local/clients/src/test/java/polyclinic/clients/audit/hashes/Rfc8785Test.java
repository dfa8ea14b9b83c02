package polyclinic.clients.audit.hashes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc8785Test {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_canonical_form_is_that_of_rfc_8785() throws Exception {
        assertThat(Rfc8785.text(
                        JSON.readTree("{\"b\":[1,true,null],\"a\":{\"\\u20ac\":\"\\u000f\\n\\\"\\\\/\"},\"aa\":{}}")))
                .isEqualTo("{\"a\":{\"\u20ac\":\"\\u000f\\n\\\"\\\\/\"},\"aa\":{},\"b\":[1,true,null]}");
    }

    @Test
    void members_are_ordered_by_utf_16_code_units() throws Exception {
        // U+1F600 is above U+FB33, but its first code unit, D83D, is below.
        assertThat(Rfc8785.text(json("{'\\ufb33':1,'\\ud83d\\ude00':2,'\\u20ac':3,'a':4,'A':5,'1':6,'':7}")))
                .isEqualTo("{\"\":7,\"1\":6,\"A\":5,\"a\":4,\"\u20ac\":3,\"\ud83d\ude00\":2,\"\ufb33\":1}");
    }

    @Test
    void whole_numbers_below_2_to_the_power_of_53_are_plain_decimals() throws Exception {
        assertThat(Rfc8785.text(json("[0,-1,1000000,9007199254740991,-9007199254740991]")))
                .isEqualTo("[0,-1,1000000,9007199254740991,-9007199254740991]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.0", "0.1", "1e2", "9007199254740992", "-9007199254740992", "123456789012345678901"})
    void other_numbers_are_refused(String number) throws Exception {
        JsonNode entry = json("{'nested':[{'n':" + number + "}]}");

        assertThatIllegalArgumentException().isThrownBy(() -> Rfc8785.text(entry));
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
