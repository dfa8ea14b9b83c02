package polyclinic.appointment.alertrules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.testing.contracts.EventContracts;

class AlertRulesTest {
    /** Samples have every field, so whoever changes one of these events finds out here. */
    @Test
    void the_events_that_others_publish_are_as_the_rules_read_them() throws Exception {
        for (Map.Entry<String, String> sample : EventContracts.samples("").entrySet()) {
            CloudEvent event = new CloudEvent(
                    UUID.randomUUID(),
                    sample.getKey(),
                    "/some-service",
                    null,
                    Instant.now(),
                    null,
                    null,
                    null,
                    Json.MAPPER.readTree(sample.getValue()));

            assertThat(AlertRules.fact(event).isPresent())
                    .as(sample.getKey())
                    .isEqualTo(AlertRules.has(sample.getKey()));
        }
    }
}
