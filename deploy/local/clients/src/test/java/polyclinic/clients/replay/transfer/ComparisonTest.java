package polyclinic.clients.replay.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
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

    private static JsonNode json(String text) throws IOException {
        return JsonNodes.MAPPER.readTree(text.replace('\'', '"'));
    }
}
