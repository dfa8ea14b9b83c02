package polyclinic.clients.replay.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.clients.http.JsonNodes;

class ComparisonTest {
    @Test
    void equivalent_numbers_and_times_and_added_fields_are_no_difference() throws IOException {
        JsonNode sent = json("{'value':71.50,'at':'2020-01-01T00:00:00Z','list':[{'a':1}]}");
        JsonNode stored = json("{'value':71.5,'at':'2020-01-01T00:00:00.000Z','list':[{'a':1.0,'id':7}],'version':3}");

        assertThat(Comparison.differences("item", sent, stored)).isEmpty();
    }

    @Test
    void every_field_that_differs_is_named() throws IOException {
        JsonNode sent = json("{'a':1,'b':{'c':'x','d':true},'e':[1,2],'f':'gone'}");
        JsonNode stored = json("{'a':2,'b':{'c':'y','d':true},'e':[1]}");

        assertThat(Comparison.differences("item", sent, stored))
                .containsExactly("item.a", "item.b.c", "item.e", "item.f");
    }

    @Test
    void what_the_clinic_writes_in_its_own_way_is_no_difference() throws IOException {
        JsonNode sent = json("{'a':'Mu\u0308ller','b':'a\u200bb c','c':'\u0646\u06cc\u06a9\u200c\u067e\u06cc'}");
        JsonNode stored = json("{'a':'M\u00fcller','b':'ab c','c':'\u0646\u06cc\u06a9\u067e\u06cc'}");

        assertThat(Comparison.differences("item", sent, stored)).isEmpty();
        assertThat(Comparison.differences("item", json("{'a':'b\\nc'}"), json("{'a':'b c'}")))
                .containsExactly("item.a");
    }

    @ParameterizedTest
    @CsvSource({
        "999-47-8564, 999478564, true",
        "X00 000, x00000, true",
        "999-47-8564, 999478565, false",
        "-, _, false",
    })
    void an_identifier_is_the_same_without_what_parts_it(String sent, String stored, boolean isSame) {
        assertThat(Comparison.isSameIdentifier(
                        JsonNodes.object("system", "urn:a", "value", sent),
                        JsonNodes.object("system", "urn:a", "value", stored)))
                .isEqualTo(isSame);
        assertThat(Comparison.isSameIdentifier(
                        JsonNodes.object("system", "urn:a", "value", sent),
                        JsonNodes.object("system", "urn:b", "value", stored)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "555-914-8564, +15559148564, true",
        "(03) 5555 6473, +61355556473, true",
        "+31 (0)78 8700800, +31788700800, true",
        "020 7946 0018 ext. 7, +442079460018;ext=7, true",
        "555-914-8564, +15559148565, false",
        "555-914-8564, '', false",
    })
    void a_telephone_number_is_the_same_with_the_country_s_code(String sent, String stored, boolean isSame) {
        assertThat(Comparison.isSamePhone(sent, stored)).isEqualTo(isSame);
    }

    private static JsonNode json(String text) throws IOException {
        return JsonNodes.MAPPER.readTree(text.replace('\'', '"'));
    }
}
