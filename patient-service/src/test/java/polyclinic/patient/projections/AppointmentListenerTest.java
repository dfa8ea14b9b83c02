package polyclinic.patient.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;
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
                        "doctorId",
                        StubServices.doctor("doctor"),
                        "doctorSubject",
                        Tokens.subject("doctor"),
                        "startsAt",
                        Instant.now().toString(),
                        "status",
                        "waiting"));

        await().until(() -> seenByDoctor(patient) == 200);
    }

    @Test
    void an_account_that_a_doctor_loses_sees_nothing_more_and_the_one_that_is_given_sees_it() {
        String patient = registered();
        UUID appointment = UUID.randomUUID();
        UUID doctor = UUID.randomUUID();
        publish("appointment.booked.v1", appointment, appointment, patient, 0, "scheduled", doctor);
        await().until(() -> seenByDoctor(patient) == 200);

        account(doctor, 1, null);
        await().until(() -> seenByDoctor(patient) == 404);
        assertThat(listed("doctor")).doesNotContain(patient);

        account(doctor, 2, "doctor2");
        await().until(() -> as("doctor2").get("/api/v1/patients/" + patient).statusCode() == 200);
        assertThat(listed("doctor2")).contains(patient);
        assertThat(seenByDoctor(patient)).isEqualTo(404);
    }

    private static List<String> listed(String doctor) {
        return as(doctor).get("/api/v1/patients?limit=200").path("items.id");
    }

    private static void account(UUID doctor, int version, @Nullable String user) {
        Map<String, Object> data = new HashMap<>(Map.of("doctorId", doctor, "version", version));
        if (user != null) data.put("subject", Tokens.subject(user));
        TopicClient.publish(EVENTS, "doctor.updated.v1", doctor, data);
    }

    private static int seenByDoctor(String patient) {
        return as("doctor").get("/api/v1/patients/" + patient).statusCode();
    }

    private static void publish(String type, UUID appointment, String patient, int version, String status) {
        publish(type, appointment, appointment, patient, version, status);
    }

    /** @param key what the event is partitioned by */
    private static void publish(String type, UUID key, UUID appointment, String patient, int version, String status) {
        publish(type, key, appointment, patient, version, status, StubServices.doctor("doctor"));
    }

    private static void publish(
            String type, UUID key, UUID appointment, String patient, int version, String status, UUID doctor) {
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
                        "doctorId",
                        doctor,
                        "doctorSubject",
                        Tokens.subject("doctor"),
                        "startsAt",
                        Instant.now().toString(),
                        "status",
                        status));
    }
}
