package polyclinic.appointment.alertrules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.appointment.work.Severity;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.testing.contracts.EventContracts;

class AlertRulesTest {
    /** Samples have every field, so whoever changes one of these events finds out here. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            [{"kind":"interaction","severity":"contraindicated"}]                                      ; CRITICAL
            [{"kind":"interaction","severity":"major"}]                                                ; CRITICAL
            [{"kind":"interaction","severity":"moderate"}]                                             ; WARNING
            [{"kind":"interaction","severity":"minor"}]                                                ; WARNING
            [{"kind":"interaction","severity":"minor"},{"kind":"allergy","severity":"high"}]           ; CRITICAL
            [{"kind":"allergy","severity":"low"},{"kind":"duplicate_therapy"}]                         ; WARNING
            [{"kind":"allergy","severity":"unable_to_assess"}]                                         ; CRITICAL
            [{"kind":"allergy"}]                                                                       ; CRITICAL
            [{"kind":"interaction","severity":"not yet known here"}]                                   ; CRITICAL
            []                                                                                         ; CRITICAL
            """, delimiter = ';', quoteCharacter = '`')
    void a_conflict_is_as_severe_as_the_gravest_that_was_found(String conflicts, Severity severity) throws Exception {
        UUID id = UUID.randomUUID();
        String data = """
                {"prescriptionId":"%1$s","version":1,"patientId":"%1$s","doctorId":"%1$s","conflicts":%2$s}""".formatted(id, conflicts);
        CloudEvent event = new CloudEvent(
                id,
                "prescription.conflict-found.v1",
                "/x",
                null,
                Instant.now(),
                null,
                null,
                null,
                Json.MAPPER.readTree(data));

        assertThat(AlertRules.fact(event).orElseThrow().severity()).isEqualTo(severity);
    }

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
