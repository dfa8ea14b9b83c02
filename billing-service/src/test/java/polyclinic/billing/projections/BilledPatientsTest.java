package polyclinic.billing.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.billing.ServiceTest;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.testing.servers.TopicClient;

/** Who can be billed, from events in any order and from what patient-service answered. */
@QuarkusTest
class BilledPatientsTest extends ServiceTest {
    @Inject
    BilledPatients patients;

    @Test
    void older_events_that_come_late_have_no_effect() {
        UUID patient = UUID.randomUUID();
        publish("patient.updated.v1", patient, 2, "New");
        publish("patient.registered.v1", patient, 0, "Old");
        settle();

        assertThat(find(patient).name()).isEqualTo("New Lovelace");
    }

    @Test
    void a_patient_whose_id_the_owner_told_gets_a_name_by_the_event() {
        UUID patient = UUID.randomUUID();
        patients.add(List.of(patient, patient)).await().indefinitely();
        assertThat(patients.contains(patient).await().indefinitely()).isTrue();
        assertThat(find(patient).name()).isEmpty();

        publish("patient.registered.v1", patient, 0, "Ada");
        settle();
        patients.add(List.of(patient)).await().indefinitely();

        assertThat(find(patient).name()).isEqualTo("Ada Lovelace");
    }

    @Test
    void who_has_one_name_is_called_by_it() {
        assertThat(new BilledPatient(UUID.randomUUID(), 0, null, null, "Lovelace").name())
                .isEqualTo("Lovelace");
        assertThat(new BilledPatient(UUID.randomUUID(), 0, null, "小明", "王").name())
                .isEqualTo("王小明");
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient.registered.v1", "patient.updated.v1"})
    void the_samples_of_both_sides_can_be_read(String type) throws IOException {
        Path file = Path.of(System.getProperty("polyclinic.root"), "contracts/events/samples", type + ".json");
        JsonNode data = Json.MAPPER.readTree(file.toFile());
        CloudEvent event =
                new CloudEvent(UUID.randomUUID(), type, "/test", null, Instant.now(), null, null, null, data);

        assertThat(event.as(BilledPatientListener.PatientFields.class)
                        .asBilled()
                        .name())
                .isNotBlank();
    }

    private BilledPatient find(UUID id) {
        return patients.find(id).await().indefinitely().orElseThrow();
    }

    private void settle() {
        UUID last = UUID.randomUUID();
        publish("patient.registered.v1", last, 0, "Last");
        await().until(() -> patients.contains(last).await().indefinitely());
    }

    private static void publish(String type, UUID patient, long version, String name) {
        TopicClient.publish(
                "patient.events",
                type,
                patient,
                Map.of("patientId", patient, "version", version, "givenName", name, "familyName", "Lovelace"));
    }
}
