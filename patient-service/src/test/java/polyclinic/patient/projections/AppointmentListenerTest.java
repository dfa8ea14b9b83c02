package polyclinic.patient.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.patient.ServiceTest;

/** A doctor sees the patients in care; events of appointments and walk-ins may come once, twice or in any order. */
@QuarkusTest
class AppointmentListenerTest extends ServiceTest {
    private static final String EVENTS = "appointment.events";

    @Test
    void an_appointment_brings_a_patient_into_care_and_its_cancellation_ends_care() {
        String patient = registered();
        UUID appointment = UUID.randomUUID();
        assertThat(seenByDoctor(patient)).isEqualTo(404);

        publish("appointment.booked.v1", appointment, patient, 0, "scheduled");
        await().until(() -> seenByDoctor(patient) == 200);

        publish("appointment.cancelled.v1", appointment, patient, 1, "cancelled");
        await().until(() -> seenByDoctor(patient) == 404);
    }

    @Test
    void events_that_come_twice_or_late_change_nothing() {
        String patient = registered();
        String another = registered();
        UUID appointment = UUID.randomUUID();

        publish("appointment.cancelled.v1", appointment, patient, 1, "cancelled");
        publish("appointment.booked.v1", appointment, patient, 0, "scheduled");
        publish("appointment.booked.v1", appointment, patient, 0, "scheduled");
        // Published last on the same partition, so the events above have been handled when this one has.
        publish("appointment.booked.v1", appointment, UUID.randomUUID(), another, 0, "scheduled");

        await().until(() -> seenByDoctor(another) == 200);
        assertThat(seenByDoctor(patient)).isEqualTo(404);
    }

    @Test
    void a_walk_in_is_in_care_too() {
        String patient = registered();
        UUID entry = UUID.randomUUID();

        TopicClient.publish(
                EVENTS,
                "queue.entry-added.v1",
                entry,
                Map.of(
                        "queueEntryId",
                        entry,
                        "version",
                        0,
                        "patientId",
                        patient,
                        "doctorSubject",
                        Tokens.subject("doctor"),
                        "status",
                        "waiting"));

        await().until(() -> seenByDoctor(patient) == 200);
    }

    private static int seenByDoctor(String patient) {
        return as("doctor").get("/api/v1/patients/" + patient).statusCode();
    }

    private static void publish(String type, UUID appointment, String patient, int version, String status) {
        publish(type, appointment, appointment, patient, version, status);
    }

    /** @param key what the event is partitioned by */
    private static void publish(String type, UUID key, UUID appointment, String patient, int version, String status) {
        TopicClient.publish(
                EVENTS,
                type,
                key,
                Map.of(
                        "appointmentId",
                        appointment,
                        "version",
                        version,
                        "patientId",
                        patient,
                        "doctorSubject",
                        Tokens.subject("doctor"),
                        "status",
                        status));
    }
}
