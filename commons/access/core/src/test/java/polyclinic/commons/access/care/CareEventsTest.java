package polyclinic.commons.access.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEvent;

class CareEventsTest {
    private static final UUID ID = UUID.randomUUID();
    private static final UUID PATIENT = UUID.randomUUID();
    private static final UUID DOCTOR = UUID.randomUUID();
    private static final Instant TOLD = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final CareConfig CONFIG = new CareConfig() {
        @Override
        public boolean keepsCare() {
            return true;
        }

        @Override
        public Duration careLasts() {
            return Duration.ofDays(365);
        }

        @Override
        public Duration careLastsAfterNoShow() {
            return Duration.ofDays(7);
        }

        @Override
        public Duration emergencyLasts() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration emergencyMax() {
            return Duration.ofHours(4);
        }
    };
    private static final CareEvents EVENTS = new CareEvents(CONFIG);

    @Test
    void an_appointment_is_care_of_its_doctor_until_a_year_after_its_day() {
        assertThat(read("appointment.booked.v1", appointment("scheduled")))
                .containsExactly(care(CareBasis.APPOINTMENT, Instant.parse("2027-03-02T08:00:00Z"), false));
    }

    @Test
    void a_cancelled_appointment_is_no_care_from_then_on() {
        assertThat(read("appointment.cancelled.v1", appointment("cancelled")))
                .containsExactly(care(CareBasis.APPOINTMENT, TOLD, false));
    }

    @Test
    void a_missed_appointment_is_care_for_a_week() {
        assertThat(read("appointment.no-show.v1", appointment("no_show")))
                .containsExactly(care(CareBasis.APPOINTMENT, Instant.parse("2026-03-09T08:00:00Z"), false));
    }

    @Test
    void a_walk_in_is_care_by_the_place_in_the_queue_from_the_day_of_joining_it() {
        ObjectNode moved = queueEntry("completed").put("addedAt", "2026-02-01T10:00:00Z");

        assertThat(read("queue.entry-added.v1", queueEntry("waiting")))
                .containsExactly(care(CareBasis.QUEUE_ENTRY, Instant.parse("2027-03-01T08:00:00Z"), false));
        assertThat(read("queue.entry-moved.v1", moved))
                .containsExactly(care(CareBasis.QUEUE_ENTRY, Instant.parse("2027-02-01T10:00:00Z"), false));
        assertThat(read("queue.entry-moved.v1", queueEntry("cancelled")))
                .containsExactly(care(CareBasis.QUEUE_ENTRY, TOLD, false));
    }

    @Test
    void who_waits_in_the_common_queue_is_in_nobodys_care_until_a_doctor_is_assigned() {
        ObjectNode common = queueEntry("waiting");
        common.remove("doctorId");

        for (String type : List.of("queue.entry-added.v1", "queue.entry-moved.v1"))
            assertThat(read(type, common)).isEmpty();
        assertThat(read("queue.entry-moved.v1", common.deepCopy().put("status", "cancelled")))
                .isEmpty();
        assertThat(read(
                        "queue.entry-assigned.v1",
                        queueEntry("ready_for_doctor").put("addedAt", "2026-02-01T10:00:00Z")))
                .containsExactly(care(CareBasis.QUEUE_ENTRY, Instant.parse("2027-02-01T10:00:00Z"), false));
    }

    @Test
    void the_queue_entry_of_an_appointment_says_nothing_new() {
        assertThat(read("queue.entry-added.v1", queueEntry("waiting").put("appointmentId", ID.toString())))
                .isEmpty();
    }

    @Test
    void care_that_the_doctor_made_themselves_is_marked() {
        assertThat(read("appointment.booked.v1", appointment("scheduled").put("selfMade", true)))
                .containsExactly(care(CareBasis.APPOINTMENT, Instant.parse("2027-03-02T08:00:00Z"), true));
    }

    @Test
    void emergency_access_is_the_accounts_until_it_expires() {
        ObjectNode data = Json.MAPPER
                .createObjectNode()
                .put("emergencyAccessId", ID.toString())
                .put("version", 3)
                .put("patientId", PATIENT.toString())
                .put("subject", "nurse")
                .put("grantedAt", TOLD.toString())
                .put("expiresAt", START.toString());
        CareRelationship granted =
                new CareRelationship(ID, 3, PATIENT, null, "nurse", CareBasis.EMERGENCY_ACCESS, TOLD, START, false);

        assertThat(read("patient.emergency-access-granted.v1", data)).containsExactly(granted);
        assertThat(read("patient.emergency-access-reviewed.v1", data)).containsExactly(granted);
    }

    @Test
    void a_doctors_events_say_which_account_they_have() {
        ObjectNode data = Json.MAPPER
                .createObjectNode()
                .put("doctorId", DOCTOR.toString())
                .put("version", 4);

        assertThat(accounts("doctor.updated.v1", data)).containsExactly(new DoctorAccount(DOCTOR, 4, null));
        assertThat(accounts("doctor.registered.v1", data.put("subject", "doctor")))
                .containsExactly(new DoctorAccount(DOCTOR, 4, "doctor"));
        assertThat(read("doctor.updated.v1", data)).isEmpty();
    }

    @Test
    void an_appointment_tells_the_account_beside_which_counts_less_than_the_doctors_own_events() {
        ObjectNode data = appointment("scheduled").put("doctorSubject", "doctor");

        assertThat(EVENTS.toldAccounts(List.of(
                        event("appointment.booked.v1", data),
                        event("appointment.booked.v1", appointment("scheduled")))))
                .containsExactly(new DoctorAccount(DOCTOR, -1, "doctor"));
    }

    @Test
    void other_events_are_passed_over() {
        assertThat(read("patient.registered.v1", Json.MAPPER.createObjectNode()))
                .isEmpty();
        assertThat(accounts("appointment.booked.v1", appointment("scheduled"))).isEmpty();
    }

    @Test
    void an_appointment_without_its_ids_its_start_or_its_version_is_refused() {
        for (String field : List.of("appointmentId", "patientId", "doctorId", "startsAt"))
            assertThatThrownBy(() -> read("appointment.booked.v1", without(field)))
                    .as(field)
                    .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> read("appointment.booked.v1", without("version")))
                .isInstanceOf(CloudEvent.MalformedEvent.class);
    }

    private static CareRelationship care(CareBasis basis, Instant until, boolean selfMade) {
        return new CareRelationship(ID, 3, PATIENT, DOCTOR, null, basis, TOLD, until, selfMade);
    }

    private static List<CareRelationship> read(String type, ObjectNode data) {
        return EVENTS.relationships(List.of(event(type, data)));
    }

    private static List<DoctorAccount> accounts(String type, ObjectNode data) {
        return EVENTS.accounts(List.of(event(type, data)));
    }

    private static CloudEvent event(String type, ObjectNode data) {
        return new CloudEvent(UUID.randomUUID(), type, "/test", ID.toString(), TOLD, null, null, null, data);
    }

    private static ObjectNode without(String field) {
        ObjectNode data = appointment("scheduled");
        data.remove(field);
        return data;
    }

    private static ObjectNode appointment(String status) {
        return fields(status).put("appointmentId", ID.toString()).put("startsAt", START.toString());
    }

    private static ObjectNode queueEntry(String status) {
        return fields(status).put("queueEntryId", ID.toString());
    }

    private static ObjectNode fields(String status) {
        return Json.MAPPER
                .createObjectNode()
                .put("version", 3)
                .put("patientId", PATIENT.toString())
                .put("doctorId", DOCTOR.toString())
                .put("status", status);
    }
}
