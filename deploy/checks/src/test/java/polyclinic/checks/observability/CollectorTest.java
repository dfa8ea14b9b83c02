package polyclinic.checks.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.checks.tools.Checkout;

/** The collector's configuration, as far as it can be read without one: Debian and npm have none. */
class CollectorTest {
    private final JsonNode configuration = Rule.yaml(Checkout.text(Checkout.path("deploy/otel/collector.yaml")));
    private final JsonNode traces =
            configuration.path("service").path("pipelines").path("traces");

    @Test
    void what_the_pipeline_names_is_configured() {
        for (String kind : List.of("receivers", "processors", "exporters")) {
            assertThat(names(traces.path(kind))).isNotEmpty().allSatisfy(name -> assertThat(
                            configuration.path(kind).has(name))
                    .as(name)
                    .isTrue());
        }
    }

    @Test
    void spans_are_limited_first_and_scrubbed_before_they_are_put_together() {
        List<String> processors = names(traces.path("processors"));

        assertThat(processors)
                .startsWith("memory_limiter")
                .endsWith("batch")
                .contains("attributes/scrub", "transform/scrub");
    }

    private static List<String> names(JsonNode list) {
        return Rule.list(list).stream().map(JsonNode::asText).toList();
    }
}
