package polyclinic.prescription.projections.patients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;

/** What this service needs of patient-service's events is in the samples that both sides agree on. */
class PatientEventListenerContractTest {
    @ParameterizedTest
    @ValueSource(strings = {"patient.registered.v1", "patient.updated.v1"})
    void a_patient_can_be_read(String type) throws IOException {
        assertThat(sample(type)
                        .as(PatientEventListener.PatientData.class)
                        .asKnown()
                        .name())
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient.allergy-recorded.v1", "patient.allergy-updated.v1"})
    void an_allergy_can_be_read(String type) throws IOException {
        assertThat(sample(type)
                        .as(PatientEventListener.AllergyData.class)
                        .asKnown()
                        .name())
                .isNotBlank();
    }

    @Test
    void a_removed_allergy_can_be_read() throws IOException {
        assertThat(sample("patient.allergy-removed.v1")
                        .as(PatientEventListener.AllergyData.class)
                        .allergyId())
                .isNotNull();
    }

    private static CloudEvent sample(String type) throws IOException {
        Path file = Path.of(System.getProperty("polyclinic.root"), "contracts/events/samples", type + ".json");
        JsonNode data = Json.MAPPER.readTree(file.toFile());
        return new CloudEvent(UUID.randomUUID(), type, "/test", null, Instant.now(), null, null, null, data);
    }
}
