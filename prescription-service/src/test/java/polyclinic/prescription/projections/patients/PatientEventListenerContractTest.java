package polyclinic.prescription.projections.patients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
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

    @Test
    void a_patient_of_one_name_and_an_estimated_birth_date_can_be_read() throws IOException {
        PatientIdentity patient = event("patient.registered.v1", """
                        {"patientId":"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001","version":0,"familyName":"Suharto",
                         "birthDate":"1950-05-26","birthDateEstimated":true}""")
                .as(PatientEventListener.PatientData.class)
                .asKnown();

        assertThat(patient.name()).isEqualTo("Suharto");
        assertThat(patient.birthDateEstimated()).isTrue();
    }

    @Test
    void a_patient_whose_birth_date_nobody_knows_can_be_read() throws IOException {
        PatientIdentity patient = event("patient.updated.v1", """
                        {"patientId":"018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001","version":0,"givenName":"小明","familyName":"王"}""")
                .as(PatientEventListener.PatientData.class)
                .asKnown();

        assertThat(patient.name()).isEqualTo("王小明");
        assertThat(patient.birthDate()).isNull();
        assertThat(patient.birthDateEstimated()).isFalse();
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
        return event(type, Files.readString(file));
    }

    private static CloudEvent event(String type, String json) throws IOException {
        JsonNode data = Json.MAPPER.readTree(json);
        return new CloudEvent(UUID.randomUUID(), type, "/test", null, Instant.now(), null, null, null, data);
    }
}
