package polyclinic.notes.timelines;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.notes.testing.NotesServiceTest;

/** The timeline, and what else the service keeps of others' events. */
@QuarkusTest
class TimelinesTest extends NotesServiceTest {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(20);

    private final UUID patient = patientInCare();

    /** One event as its owner publishes it. */
    private record PublishedEvent(String topic, String type, Map<String, Object> data) {
        UUID publish(UUID patient) {
            UUID id = UUID.randomUUID();
            publish(id, patient);
            return id;
        }

        void publish(UUID id, UUID patient) {
            Map<String, Object> full = new HashMap<>(data);
            full.put("patientId", patient);
            TopicClient.publish(topic, id, type, UUID.randomUUID(), full);
        }
    }

    private static final List<PublishedEvent> DAY = List.of(
            new PublishedEvent(
                    "patient.events",
                    "patient.allergy-recorded.v1",
                    Map.of("allergyId", UUID.randomUUID(), "recordedAt", "2010-05-05T00:00:00Z")),
            new PublishedEvent(
                    "appointment.events", "appointment.booked.v1", appointment(1, "scheduled", "2024-03-01T08:00:00Z")),
            new PublishedEvent(
                    "appointment.events",
                    "appointment.checked-in.v1",
                    appointment(2, "checked_in", "2024-03-02T08:00:00Z")),
            new PublishedEvent(
                    "appointment.events",
                    "appointment.started.v1",
                    appointment(3, "in_consultation", "2024-03-02T08:10:00Z")),
            new PublishedEvent(
                    "prescription.events",
                    "prescription.drafted.v1",
                    Map.of("prescriptionId", UUID.randomUUID(), "occurredAt", "2024-03-02T08:20:00Z")),
            new PublishedEvent(
                    "prescription.events",
                    "prescription.issued.v1",
                    Map.of(
                            "prescriptionId", UUID.randomUUID(),
                            "items", List.of(Map.of("name", "Ibuprofen")),
                            "occurredAt", "2024-03-02T08:21:00Z")),
            new PublishedEvent(
                    "asset.events",
                    "asset.stored.v1",
                    Map.of(
                            "assetId",
                            UUID.randomUUID(),
                            "kind",
                            "prescription_file",
                            "occurredAt",
                            "2024-03-02T08:21:00Z")),
            new PublishedEvent(
                    "appointment.events",
                    "appointment.completed.v1",
                    appointment(4, "completed", "2024-03-02T08:30:00Z")));

    private static final List<String> DAY_IN_ORDER = List.of(
            "appointment_completed",
            "prescription_issued",
            "asset_stored",
            "prescription_drafted",
            "appointment_started",
            "appointment_checked_in",
            "appointment_booked",
            "patient_allergy_recorded");

    @Test
    void it_is_assembled_from_the_events_of_all_services_and_its_own() {
        DAY.forEach(event -> event.publish(patient));
        String note = drafted("doctor", patient).getString("id");
        sign("doctor", note);
        as("admin").body("""
                        {"patientId":"%s","type":"visit","date":"1998-07-01","content":{"reason":"secret"},"source":"import"}""".formatted(patient)).post("/api/v1/history").then().statusCode(201);
        as("nurse")
                .body("""
                        {"patientId":"%s","dataType":"vital_signs","data":{"secret":1},"effectiveAt":"2001-01-01T00:00:00Z"}""".formatted(patient))
                .post("/api/v1/clinical-data")
                .then()
                .statusCode(201);

        awaitKinds(patient, DAY.size() + 4);

        Response timeline = as("doctor").get("/api/v1/timelines/" + patient);
        List<String> kinds = timeline.path("items.kind");
        assertThat(kinds.subList(0, 2)).containsExactly("note_signed", "note_drafted");
        assertThat(kinds.subList(8, 12))
                .containsExactly(
                        "appointment_booked", "patient_allergy_recorded", "clinical_data_recorded", "history_recorded");
        assertThat(timeline.<List<String>>path("items.occurredAt")).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(timeline.<String>path("items[11].occurredAt")).isEqualTo("1998-06-30T18:30:00Z");
        assertThat(timeline.<String>path("items[0].entityId")).isEqualTo(note);
        assertThat(timeline.<String>path("items[0].source")).isEqualTo("notes-service");
        assertThat(timeline.asString()).doesNotContain("secret", "Ibuprofen", "Cough");
    }

    @Test
    void reordered_and_repeated_events_give_the_same_timeline() {
        UUID other = patientInCare();
        List<PublishedEvent> shuffled = new ArrayList<>(DAY);
        Collections.reverse(shuffled);

        Map<UUID, PublishedEvent> sent = new HashMap<>();
        DAY.forEach(event -> sent.put(event.publish(patient), event));
        shuffled.forEach(event -> event.publish(other));
        sent.forEach((id, event) -> event.publish(id, patient));
        PublishedEvent last =
                new PublishedEvent("asset.events", "asset.deleted.v1", Map.of("occurredAt", "2024-03-03T00:00:00Z"));
        last.publish(patient);
        last.publish(other);

        awaitKinds(patient, DAY.size() + 1);
        awaitKinds(other, DAY.size() + 1);
        // what was sent twice has passed by as soon as a later event of each topic is there
        for (String topic : List.of("patient.events", "appointment.events", "prescription.events", "asset.events")) {
            UUID marker = patientInCare();
            new PublishedEvent(topic, "patient.updated.v1", Map.of("appointmentId", UUID.randomUUID(), "version", 1))
                    .publish(marker);
            awaitKinds(marker, 1);
        }
        assertThat(kinds(patient)).hasSize(DAY.size() + 1);
        assertThat(kinds(patient).get(0)).isEqualTo("asset_deleted");
        assertThat(kinds(patient)).containsExactlyInAnyOrderElementsOf(kinds(other));
        List<String> times = as("nurse").get("/api/v1/timelines/" + patient).path("items.occurredAt");
        assertThat(as("nurse").get("/api/v1/timelines/" + other).<List<String>>path("items.occurredAt"))
                .isEqualTo(times);
        assertThat(withoutTies(kinds(patient)))
                .isEqualTo(withoutTies(kinds(other)))
                .isEqualTo(withoutTies(inOrder()));
    }

    @Test
    void a_poison_event_lands_in_the_dead_letter_topic_and_those_behind_it_flow_on() {
        String poison = UUID.randomUUID().toString();
        TopicClient.send("prescription.events", poison, Map.of(), "no event");
        TopicClient.publish(
                "prescription.events",
                "prescription.issued.v1",
                UUID.fromString(poison),
                Map.of("patientId", "nobody"));
        TopicClient.publish("prescription.events", "prescription.issued.v1", UUID.fromString(poison), Map.of());

        new PublishedEvent(
                        "prescription.events", "prescription.issued.v1", Map.of("occurredAt", "2024-03-02T08:21:00Z"))
                .publish(patient);

        awaitKinds(patient, 1);
        assertThat(TopicClient.await("notes-service.dead-letter", message -> poison.equals(message.key()), 3))
                .hasSize(3);
    }

    @Test
    void what_is_about_money_is_shown_to_whom_the_account_is_shown() {
        for (String type : List.of("invoice.issued.v1", "invoice.paid.v1", "payment.taken.v1", "credit-note.issued.v1"))
            new PublishedEvent("billing.events", type, Map.of("occurredAt", "2024-03-02T09:00:00Z")).publish(patient);
        new PublishedEvent("asset.events", "asset.stored.v1", Map.of("occurredAt", "2024-03-02T08:00:00Z"))
                .publish(patient);
        await().atMost(ARRIVAL_TIMEOUT).untilAsserted(() -> assertThat(
                        as("admin").get("/api/v1/timelines/" + patient).<List<String>>path("items.kind"))
                .hasSize(5));

        assertThat(asPatient(patient).get("/api/v1/timelines/" + patient).<List<String>>path("items.kind"))
                .hasSize(5);
        for (String who : List.of("doctor", "nurse"))
            assertThat(as(who).get("/api/v1/timelines/" + patient).<List<String>>path("items.kind"))
                    .as(who)
                    .containsExactly("asset_stored");
    }

    @Test
    void events_of_unknown_types_are_passed_over() {
        new PublishedEvent("appointment.events", "waitlist.offered.v1", Map.of()).publish(patient);
        TopicClient.publish(
                "appointment.events",
                "doctor.registered.v1",
                UUID.randomUUID(),
                Map.of("doctorId", UUID.randomUUID(), "version", 0));

        new PublishedEvent(
                        "appointment.events",
                        "queue.entry-added.v1",
                        Map.of(
                                "queueEntryId",
                                UUID.randomUUID(),
                                "doctorId",
                                UUID.randomUUID(),
                                "version",
                                1,
                                "tokenNumber",
                                3))
                .publish(patient);

        awaitKinds(patient, 1);
        assertThat(kinds(patient)).containsExactly("queue_entry_added");
    }

    @Test
    void pages_follow_each_other_without_gap_or_repetition() {
        for (int i = 0; i < 7; i++) {
            new PublishedEvent(
                            "asset.events", "asset.stored.v1", Map.of("occurredAt", "2024-03-02T08:00:0" + i / 3 + "Z"))
                    .publish(patient);
        }
        awaitKinds(patient, 7);

        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Response page =
                    as("nurse").queryParam("limit", 2).queryParam("after", next).get("/api/v1/timelines/" + patient);
            seen.addAll(page.path("items.id"));
            next = page.path("next");
        } while (next != null);

        assertThat(seen)
                .doesNotHaveDuplicates()
                .isEqualTo(as("nurse").get("/api/v1/timelines/" + patient).path("items.id"));
        as("nurse")
                .get("/api/v1/timelines/" + patient + "?after=rubbish")
                .then()
                .statusCode(422);
    }

    @Test
    void a_patient_sees_their_own_and_nothing_unfinished() {
        DAY.forEach(event -> event.publish(patient));
        drafted("doctor", patient);
        awaitKinds(patient, DAY.size() + 1);

        List<String> shown =
                asPatient(patient).get("/api/v1/timelines/" + patient).path("items.kind");

        assertThat(shown).hasSize(DAY.size() - 1).doesNotContain("note_drafted", "prescription_drafted");
        asPatient(UUID.randomUUID()).get("/api/v1/timelines/" + patient).then().statusCode(404);
        as("doctor2").get("/api/v1/timelines/" + patient).then().statusCode(404);
        as("nurse").get("/api/v1/timelines/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void a_patient_is_known_from_their_registration() {
        UUID fresh = UUID.randomUUID();

        new PublishedEvent("patient.events", "patient.registered.v1", Map.of("version", 1)).publish(fresh);

        awaitKinds(fresh, 1);
        drafted("nurse", fresh);
    }

    @Test
    void care_follows_appointments_whatever_order_their_events_arrive_in() {
        UUID booked = UUID.randomUUID();
        UUID cancelled = UUID.randomUUID();
        Map<String, Object> first = new HashMap<>(appointment(1, "scheduled", "2024-03-01T08:00:00Z"));
        Map<String, Object> second = new HashMap<>(appointment(2, "cancelled", "2024-03-01T09:00:00Z"));
        UUID appointment = UUID.randomUUID();
        for (Map<String, Object> data : List.of(first, second)) {
            data.put("doctorSubject", Tokens.subject("doctor2"));
            data.put("appointmentId", appointment);
            data.put("startsAt", Instant.now().toString());
        }

        new PublishedEvent("appointment.events", "appointment.cancelled.v1", second).publish(cancelled);
        new PublishedEvent("appointment.events", "appointment.booked.v1", first).publish(cancelled);
        first.put("appointmentId", UUID.randomUUID());
        new PublishedEvent("appointment.events", "appointment.booked.v1", first).publish(booked);

        await().atMost(ARRIVAL_TIMEOUT)
                .until(() -> as("doctor2").get("/api/v1/timelines/" + booked).statusCode() == 200);
        as("doctor2").get("/api/v1/timelines/" + cancelled).then().statusCode(404);
        String note = drafted("doctor2", booked).getString("id");
        assertThat(as("doctor2").get("/api/v1/notes").<List<String>>path("items.id"))
                .contains(note);
        assertThat(collection("care").countDocuments(new Document("_id", appointment)))
                .isEqualTo(1);
    }

    private static Map<String, Object> appointment(long version, String status, String occurredAt) {
        return Map.ofEntries(
                entry("appointmentId", UUID.nameUUIDFromBytes(new byte[] {(byte) version})),
                entry("version", version),
                entry("doctorId", UUID.randomUUID()),
                entry("doctorName", "Dr. Ada"),
                entry("startsAt", "2024-03-02T08:00:00Z"),
                entry("endsAt", "2024-03-02T08:30:00Z"),
                entry("status", status),
                entry("tokenNumber", 7),
                entry("occurredAt", occurredAt));
    }

    private static List<String> inOrder() {
        List<String> all = new ArrayList<>(DAY_IN_ORDER);
        all.add(0, "asset_deleted");
        return all;
    }

    /** Two of the day's events have the same time; their order is that of their ids. */
    private static List<String> withoutTies(List<String> kinds) {
        return kinds.stream()
                .map(kind -> kind.equals("prescription_issued") || kind.equals("asset_stored") ? "tie" : kind)
                .toList();
    }

    private static List<String> kinds(UUID patient) {
        return as("nurse").get("/api/v1/timelines/" + patient + "?limit=200").path("items.kind");
    }

    private static void awaitKinds(UUID patient, int count) {
        await().atMost(ARRIVAL_TIMEOUT).until(() -> {
            List<String> kinds = kinds(patient);
            return kinds != null && kinds.size() >= count;
        });
    }
}
