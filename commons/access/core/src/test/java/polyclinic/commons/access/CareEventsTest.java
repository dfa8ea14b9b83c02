package polyclinic.commons.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;

class CareEventsTest {
    private static final UUID ID = UUID.randomUUID();
    private static final UUID PATIENT = UUID.randomUUID();

    @Test
    void an_appointment_is_care_until_it_is_cancelled() {
        assertThat(read("appointment.booked.v1", appointment("scheduled")))
                .containsExactly(new CareRelationship(ID, 3, "doctor", PATIENT, true));
        assertThat(read("appointment.cancelled.v1", appointment("cancelled")))
                .containsExactly(new CareRelationship(ID, 3, "doctor", PATIENT, false));
    }

    @Test
    void a_walk_in_is_care_by_the_place_in_the_queue() {
        assertThat(read("queue.entry-added.v1", queueEntry("waiting")))
                .containsExactly(new CareRelationship(ID, 3, "doctor", PATIENT, true));
        assertThat(read("queue.entry-moved.v1", queueEntry("cancelled")))
                .containsExactly(new CareRelationship(ID, 3, "doctor", PATIENT, false));
    }

    @Test
    void the_queue_entry_of_an_appointment_says_nothing_new() {
        assertThat(read("queue.entry-added.v1", queueEntry("waiting").put("appointmentId", ID.toString())))
                .isEmpty();
    }

    @Test
    void a_doctor_without_an_account_is_kept_without_one() {
        ObjectNode data = appointment("scheduled");
        data.remove("doctorSubject");

        assertThat(read("appointment.booked.v1", data))
                .containsExactly(new CareRelationship(ID, 3, null, PATIENT, true));
    }

    @Test
    void other_events_are_passed_over() {
        assertThat(read("doctor.registered.v1", Json.MAPPER.createObjectNode())).isEmpty();
    }

    @Test
    void an_appointment_without_its_ids_or_its_version_is_refused() {
        ObjectNode withoutId = fields("scheduled");
        ObjectNode withoutVersion = appointment("scheduled");
        withoutVersion.remove("version");

        assertThatThrownBy(() -> read("appointment.booked.v1", withoutId)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> read("appointment.booked.v1", withoutVersion))
                .isInstanceOf(CloudEvent.MalformedEvent.class);
    }

    private static List<CareRelationship> read(String type, ObjectNode data) {
        return CareEvents.read(List.of(new CloudEvent(
                UUID.randomUUID(), type, "/test", ID.toString(), Instant.EPOCH, null, null, null, data)));
    }

    private static ObjectNode appointment(String status) {
        return fields(status).put("appointmentId", ID.toString());
    }

    private static ObjectNode queueEntry(String status) {
        return fields(status).put("queueEntryId", ID.toString());
    }

    private static ObjectNode fields(String status) {
        return Json.MAPPER
                .createObjectNode()
                .put("version", 3)
                .put("patientId", PATIENT.toString())
                .put("doctorSubject", "doctor")
                .put("status", status);
    }
}
