package polyclinic.prescription.projections.appointments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;

/** What this service needs of appointment-service's events is in the samples that both sides agree on. */
class AppointmentEventListenerContractTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "appointment.booked.v1",
                "appointment.rescheduled.v1",
                "appointment.cancelled.v1",
                "appointment.checked-in.v1",
                "appointment.started.v1",
                "appointment.completed.v1",
                "appointment.no-show.v1"
            })
    void an_appointment_can_be_read(String type) throws IOException {
        assertThat(sample(type)
                        .as(AppointmentEventListener.AppointmentData.class)
                        .asKnown()
                        .doctorName())
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.entry-added.v1", "queue.entry-assigned.v1", "queue.entry-moved.v1"})
    void a_queue_entry_can_be_read(String type) throws IOException {
        AppointmentEventListener.QueueEntryData entry = sample(type).as(AppointmentEventListener.QueueEntryData.class);

        assertThat(entry.appointmentId()).isNotNull();
        assertThat(entry.asWalkIn()).isEmpty();
    }

    /** In the common queue nobody prescribes; it is no letter for the dead either. */
    @Test
    void a_queue_entry_without_a_doctor_can_be_read() throws IOException {
        CloudEvent sample = sample("queue.entry-added.v1");
        ObjectNode common = sample.data().deepCopy();
        common.remove(List.of("doctorId", "doctorSubject", "appointmentId", "encounterId"));

        assertThat(sample("queue.entry-added.v1", common)
                        .as(AppointmentEventListener.QueueEntryData.class)
                        .asWalkIn())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctor.registered.v1", "doctor.updated.v1"})
    void a_doctor_can_be_read(String type) throws IOException {
        assertThat(sample(type)
                        .as(AppointmentEventListener.DoctorData.class)
                        .asKnown()
                        .familyName())
                .isNotBlank();
    }

    private static CloudEvent sample(String type) throws IOException {
        Path file = Path.of(System.getProperty("polyclinic.root"), "contracts/events/samples", type + ".json");
        JsonNode data = Json.MAPPER.readTree(file.toFile());
        return sample(type, data);
    }

    private static CloudEvent sample(String type, JsonNode data) {
        return new CloudEvent(UUID.randomUUID(), type, "/test", null, Instant.now(), null, null, null, data);
    }
}
