package polyclinic.asset.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.asset.AssetClient.as;
import static polyclinic.asset.AssetClient.metadata;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;
import static polyclinic.asset.AssetClient.upload;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.AssetStubs;
import polyclinic.asset.Stores;
import polyclinic.asset.kinds.Samples;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.restatements.Partitions;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class AssetAccessTest {
    @Inject
    Stores stores;

    @AfterEach
    void owners_are_back() {
        AssetStubs.ownersAreBack();
    }

    private static int get(String token, String id) {
        return as(token).get(AssetClient.ASSETS + "/" + id).statusCode();
    }

    private static Map<String, String> oneOfEach(UUID patient) {
        Map<String, String> ids = new HashMap<>();
        for (String kind : List.of("prescription_file", "document", "scan")) ids.put(kind, stored(kind, patient));
        ids.put("patient_photo", stored("patient_photo", patient, Samples.png(), "image/png"));
        ids.put("voice_recording", stored("voice_recording", patient, Samples.mp3(), "audio/mpeg"));
        ids.put("backup", stored("backup", null, Samples.zip(), "application/zip"));
        return ids;
    }

    private static List<String> readable(String token, Map<String, String> ids) {
        List<String> readable = new ArrayList<>();
        ids.forEach((kind, id) -> {
            int metadata = get(token, id);
            int content = AssetClient.content(token, id, Map.of()).statusCode();
            assertThat(content).as(kind).isEqualTo(metadata);
            if (metadata == 200) readable.add(kind);
            else assertThat(metadata).as(kind).isEqualTo(404);
        });
        return readable.stream().sorted().toList();
    }

    private static final List<String> CLINICAL =
            List.of("document", "patient_photo", "prescription_file", "scan", "voice_recording");

    @Test
    void everybody_reads_what_is_theirs_to_read() {
        UUID patient = patient();
        Map<String, String> ids = oneOfEach(patient);
        String doctor = Tokens.of("doctor");
        AssetStubs.doctorSees("doctor", patient, "completed");

        assertThat(readable(Tokens.patient("patient", patient), ids)).isEqualTo(CLINICAL);
        assertThat(readable(Tokens.patient("patient2", patient()), ids)).isEmpty();
        assertThat(readable(Tokens.of("patient"), ids)).isEmpty();
        assertThat(readable(Tokens.of("reception"), ids)).containsExactly("patient_photo");
        assertThat(readable(Tokens.of("nurse"), ids)).isEqualTo(CLINICAL);
        assertThat(readable(doctor, ids)).isEqualTo(CLINICAL);
        assertThat(readable(Tokens.of("doctor2"), ids)).isEmpty();
        assertThat(readable(Tokens.of("pharmacist"), ids)).containsExactly("prescription_file");
        assertThat(readable(Tokens.of("prescription-service"), ids)).containsExactly("prescription_file");
        assertThat(readable(Tokens.of("admin"), ids)).hasSize(6);
    }

    @Test
    void everybody_stores_what_is_theirs_to_store() {
        UUID patient = patient();
        String doctor = Tokens.of("doctor", Map.of("n", 1));
        AssetStubs.doctorSees("doctor", patient, "scheduled");

        assertThat(store(Tokens.patient("patient", patient), "document", patient))
                .isEqualTo(201);
        assertThat(store(Tokens.patient("patient", patient), "scan", patient)).isEqualTo(403);
        assertThat(store(Tokens.patient("patient", patient()), "document", patient))
                .isEqualTo(422);
        assertThat(store(Tokens.of("reception"), "document", patient)).isEqualTo(201);
        assertThat(store(Tokens.of("reception"), "scan", patient)).isEqualTo(403);
        assertThat(store(Tokens.of("nurse"), "scan", patient)).isEqualTo(201);
        assertThat(store(Tokens.of("nurse"), "prescription_file", patient)).isEqualTo(403);
        assertThat(store(doctor, "scan", patient)).isEqualTo(201);
        assertThat(store(Tokens.of("doctor2"), "scan", patient)).isEqualTo(422);
        assertThat(store(Tokens.of("prescription-service"), "prescription_file", patient))
                .isEqualTo(201);
        assertThat(store(Tokens.of("prescription-service"), "document", patient))
                .isEqualTo(403);
        assertThat(store(Tokens.of("admin"), "document", patient)).isEqualTo(201);
    }

    private static int store(String token, String kind, UUID patient) {
        return upload(token, metadata(kind, patient), Samples.pdf(), "a.pdf", "application/pdf")
                .statusCode();
    }

    @Test
    void a_list_shows_what_the_reader_may_open() {
        UUID patient = patient();
        UUID other = patient();
        Map<String, String> ids = oneOfEach(patient);
        stored("document", other);
        String doctor = Tokens.of("doctor", Map.of("n", 2));
        AssetStubs.doctorSees("doctor", patient, "scheduled");

        assertThat(kinds(as(Tokens.of("nurse")).queryParam("patientId", patient).get(AssetClient.ASSETS)))
                .isEqualTo(CLINICAL);
        assertThat(kinds(as(Tokens.of("reception"))
                        .queryParam("patientId", patient)
                        .get(AssetClient.ASSETS)))
                .containsExactly("patient_photo");
        assertThat(kinds(as(Tokens.patient("patient", patient)).get(AssetClient.ASSETS)))
                .isEqualTo(CLINICAL);
        assertThat(kinds(as(Tokens.patient("patient", patient))
                        .queryParam("patientId", other)
                        .get(AssetClient.ASSETS)))
                .isEmpty();
        assertThat(kinds(as(doctor).queryParam("patientId", patient).get(AssetClient.ASSETS)))
                .isEqualTo(CLINICAL);
        assertThat(kinds(as(doctor).queryParam("patientId", other).get(AssetClient.ASSETS)))
                .isEmpty();
        assertThat(kinds(as(Tokens.of("nurse"))
                        .queryParam("patientId", patient)
                        .queryParam("kind", "scan")
                        .get(AssetClient.ASSETS)))
                .containsExactly("scan");
        assertThat(ids).hasSize(6);
    }

    private static List<String> kinds(Response page) {
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        return page.jsonPath().getList("items.kind", String.class).stream()
                .sorted()
                .toList();
    }

    @Test
    void a_list_goes_on_page_by_page_newest_first() {
        UUID patient = patient();
        UUID prescription = UUID.randomUUID();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) ids.add(0, stored("document", patient));
        upload(
                Tokens.of("prescription-service"),
                "{\"kind\":\"prescription_file\",\"patientId\":\"" + patient + "\",\"prescriptionId\":\"" + prescription
                        + "\"}",
                Samples.pdf(),
                "a.pdf",
                "application/pdf");
        List<String> seen = new ArrayList<>();
        String after = null;

        do {
            var request = as(Tokens.of("nurse"))
                    .queryParam("patientId", patient)
                    .queryParam("kind", "document")
                    .queryParam("limit", 2);
            if (after != null) request.queryParam("after", after);
            Response page = request.get(AssetClient.ASSETS);
            seen.addAll(page.jsonPath().getList("items.id", String.class));
            after = page.path("next");
            if (after != null) assertThat(page.header("Link")).contains("rel=\"next\"");
        } while (after != null);

        assertThat(seen).isEqualTo(ids);
        assertThat(as(Tokens.of("prescription-service"))
                        .queryParam("prescriptionId", prescription)
                        .get(AssetClient.ASSETS)
                        .jsonPath()
                        .getList("items"))
                .hasSize(1);
        for (String wrong :
                List.of("limit=0", "limit=201", "after=rubbish", "kind=nonsense", "kind=SCAN", "patientId=1"))
            assertThat(as(Tokens.of("nurse"))
                            .get(AssetClient.ASSETS + "?" + wrong)
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(422);
    }

    // --- care, from events ---

    @Test
    void care_follows_the_appointments_whatever_the_order_of_their_events() {
        UUID patient = patient();
        String id = stored("document", patient);
        UUID appointment = UUID.randomUUID();
        String doctor = Tokens.of("doctor2");
        AssetStubs.ownersAreAway();
        assertThat(get(doctor, id)).isEqualTo(503);

        publish(appointment, 2, patient, "doctor2", "checked_in");
        await().untilAsserted(() -> assertThat(get(doctor, id)).isEqualTo(200));
        publish(appointment, 1, patient, "doctor2", "cancelled");
        publish(UUID.randomUUID(), 1, patient, "somebody", "scheduled");
        settle();
        assertThat(get(doctor, id)).isEqualTo(200);
        publish(appointment, 3, patient, "doctor2", "cancelled");
        AssetStubs.ownersAreBack();
        await().untilAsserted(() -> assertThat(get(doctor, id)).isEqualTo(404));
    }

    @Test
    void care_follows_the_doctors_account_lists_included() {
        UUID patient = patient();
        UUID doctor = UUID.randomUUID();
        String id = stored("document", patient);
        publish(UUID.randomUUID(), 1, patient, doctor, "doctor2", "scheduled");
        await().untilAsserted(() -> assertThat(get(Tokens.of("doctor2"), id)).isEqualTo(200));

        TopicClient.publish(
                "appointment.events", "doctor.updated.v1", doctor, Map.of("doctorId", doctor, "version", 1));
        await().untilAsserted(() -> assertThat(get(Tokens.of("doctor2"), id)).isEqualTo(404));
        assertThat(listed("doctor2")).doesNotContain(id);

        TopicClient.publish(
                "appointment.events",
                "doctor.updated.v1",
                doctor,
                Map.of("doctorId", doctor, "version", 2, "subject", Tokens.subject("doctor")));
        await().untilAsserted(() -> assertThat(get(Tokens.of("doctor"), id)).isEqualTo(200));
        assertThat(listed("doctor")).contains(id);
    }

    @Test
    void emergency_access_opens_one_patient_to_one_account() {
        UUID patient = patient();
        UUID access = UUID.randomUUID();
        String id = stored("document", patient);
        String now = Instant.now().toString();

        TopicClient.publish(
                "patient.events",
                "patient.emergency-access-granted.v1",
                patient,
                Map.of(
                        "emergencyAccessId",
                        access,
                        "version",
                        0,
                        "patientId",
                        patient,
                        "subject",
                        Tokens.subject("doctor2"),
                        "grantedAt",
                        now,
                        "expiresAt",
                        Instant.now().plusSeconds(3600).toString()));

        await().untilAsserted(() -> assertThat(get(Tokens.of("doctor2"), id)).isEqualTo(200));
        assertThat(get(Tokens.of("doctor"), id)).isEqualTo(404);
    }

    private static List<String> listed(String doctor) {
        return as(Tokens.of(doctor)).get(AssetClient.ASSETS + "?limit=200").path("items.id");
    }

    private static void publish(UUID id, int version, UUID patient, String doctor, String status) {
        publish(id, version, patient, UUID.randomUUID(), doctor, status);
    }

    private static void publish(UUID id, int version, UUID patient, UUID doctorId, String doctor, String status) {
        Map<String, Object> data = new HashMap<>();
        data.put("appointmentId", id.toString());
        data.put("version", version);
        data.put("patientId", patient.toString());
        data.put("doctorId", doctorId.toString());
        data.put("doctorSubject", Tokens.subject(doctor));
        data.put("startsAt", Instant.now().toString());
        data.put("status", status);
        TopicClient.publish("appointment.events", "appointment.booked.v1", id, data);
    }

    @Test
    void a_walk_ins_doctor_sees_and_stores_files_until_the_place_in_the_queue_is_cancelled() {
        UUID patient = patient();
        UUID entry = UUID.randomUUID();
        String id = stored("document", patient);
        String doctor = Tokens.of("doctor2");
        assertThat(get(doctor, id)).isEqualTo(404);
        assertThat(store(doctor, "scan", patient)).isEqualTo(422);

        publishQueue("queue.entry-added.v1", entry, 1, patient, "doctor2", "waiting");

        await().untilAsserted(() -> assertThat(get(doctor, id)).isEqualTo(200));
        assertThat(AssetClient.content(doctor, id, Map.of()).statusCode()).isEqualTo(200);
        assertThat(store(doctor, "scan", patient)).isEqualTo(201);
        assertThat(kinds(as(doctor).queryParam("patientId", patient).get(AssetClient.ASSETS)))
                .containsExactly("document", "scan");
        assertThat(get(Tokens.of("doctor"), id)).isEqualTo(404);

        publishQueue("queue.entry-moved.v1", entry, 2, patient, "doctor2", "cancelled");

        await().untilAsserted(() -> assertThat(get(doctor, id)).isEqualTo(404));
        assertThat(store(doctor, "scan", patient)).isEqualTo(422);
        assertThat(kinds(as(doctor).queryParam("patientId", patient).get(AssetClient.ASSETS)))
                .isEmpty();
    }

    private static void publishQueue(String type, UUID id, int version, UUID patient, String doctor, String status) {
        Map<String, Object> data = new HashMap<>();
        data.put("queueEntryId", id.toString());
        data.put("version", version);
        data.put("patientId", patient.toString());
        data.put("doctorId", UUID.randomUUID().toString());
        data.put("doctorSubject", Tokens.subject(doctor));
        data.put("tokenNumber", 7);
        data.put("priority", "normal");
        data.put("status", status);
        TopicClient.publish("appointment.events", type, id, data);
    }

    /** Waits until everything published so far has been listened to. */
    private void settle() {
        UUID last = UUID.randomUUID();
        UUID marker = UUID.randomUUID();
        publish(last, 1, marker, "marker", "scheduled");
        await().untilAsserted(() -> assertThat(Stores.await(stores.collection("care")
                        .find(new Document("_id", last))
                        .collect()
                        .first()))
                .isNotNull());
    }

    /** As a replica reads it that goes on where another one ended before it had acknowledged anything. */
    @Test
    void a_restatement_that_is_read_again_takes_no_patient_away_who_came_behind_it() {
        UUID patient = UUID.randomUUID();
        UUID before = new UUID(patient.getMostSignificantBits(), patient.getLeastSignificantBits() - 1);
        UUID restatement = UUID.randomUUID();
        AssetStubs.ownersAreAway();

        restate(restatement, before, patient);
        settlePatients();
        TopicClient.publish(
                "patient.events",
                "patient.registered.v1",
                patient,
                Map.of("patientId", patient.toString(), "version", 1, "familyName", "Kowalska"));
        settlePatients();
        assertThat(isKnown(patient)).isTrue();
        restate(restatement, before, patient);
        settlePatients();

        assertThat(isKnown(patient)).isTrue();
        restate(UUID.randomUUID(), before, patient);
        settlePatients();
        await("what the owner does not know of").until(() -> !isKnown(patient));
    }

    /** There is nobody between these two. */
    private static void restate(UUID event, UUID after, UUID through) {
        TopicClient.send(
                "patient.events",
                Partitions.keyIn(0, 1).toString(),
                Map.of(
                        "ce_id", event.toString(),
                        "ce_type", "restatement.patient.v1",
                        "ce_time", Instant.now().toString()),
                Json.write(Map.of(
                        "kind",
                        "patients",
                        "after",
                        after,
                        "through",
                        through,
                        "partition",
                        0,
                        "partitions",
                        1,
                        "facts",
                        List.of())));
    }

    private void settlePatients() {
        UUID marker = UUID.randomUUID();
        TopicClient.publish(
                "patient.events",
                "patient.registered.v1",
                marker,
                Map.of("patientId", marker.toString(), "version", 1, "familyName", "Marker"));
        await().until(() -> isKnown(marker));
    }

    private boolean isKnown(UUID patient) {
        return Stores.await(stores.collection("known_patients")
                        .find(new Document("_id", patient))
                        .collect()
                        .first())
                != null;
    }

    @Test
    void a_patient_heard_of_is_known_without_asking_and_poison_holds_nobody_up() {
        UUID patient = UUID.randomUUID();
        AssetStubs.ownersAreAway();

        TopicClient.send("patient.events", "x", Map.of(), "not an event");
        TopicClient.publish("patient.events", "patient.registered.v1", patient, Map.of("patientId", "no uuid"));
        UUID event = UUID.randomUUID();
        for (int i = 0; i < 2; i++)
            TopicClient.publish(
                    "patient.events",
                    event,
                    "patient.registered.v1",
                    patient,
                    Map.of("patientId", patient.toString(), "version", 1, "familyName", "Kowalska"));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(store(Tokens.of("nurse"), "document", patient))
                        .isEqualTo(201));
        assertThat(TopicClient.await("asset-service.dead-letter", message -> true, 2))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(Stores.await(stores.collection("known_patients").countDocuments(new Document("_id", patient))))
                .isEqualTo(1);
    }

    // --- deleting ---

    @Test
    void a_deleted_asset_leaves_a_tombstone_an_event_and_nothing_else() {
        UUID patient = patient();
        String id = stored("document", patient);
        String key = AssetClient.ASSETS + "/" + id;

        assertThat(as(Tokens.of("prescription-service")).delete(key).statusCode())
                .isEqualTo(404);
        assertThat(as(Tokens.of("nurse")).delete(key).statusCode()).isEqualTo(403);
        assertThat(as(Tokens.of("admin")).delete(key).statusCode()).isEqualTo(204);
        assertThat(as(Tokens.of("admin")).delete(key).statusCode()).isEqualTo(204);

        assertThat(get(Tokens.of("admin"), id)).isEqualTo(404);
        assertThat(AssetClient.content(Tokens.of("admin"), id, Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(kinds(as(Tokens.of("admin")).queryParam("patientId", patient).get(AssetClient.ASSETS)))
                .isEmpty();
        assertThat(stores.blobs()).doesNotContain(id);
        Document tombstone = stores.asset(id);
        assertThat(tombstone.getString("status")).isEqualTo("DELETED");
        assertThat(tombstone.getString("sha256")).hasSize(64);
        assertThat(tombstone.getString("deletedBy")).isEqualTo(Tokens.subject("admin"));
        assertThat(tombstone).doesNotContainKeys("title", "fileName", "blobPending");
        var events = TopicClient.await("asset.events", message -> message.key().equals(id), 2);
        assertThat(events).extracting(TopicClient.Message::type).containsExactly("asset.stored.v1", "asset.deleted.v1");
        assertThat(events.get(1).json().get("version").asInt()).isEqualTo(2);
        assertThat(TopicClient.await(
                        "audit.entries",
                        message -> message.body().contains(id) && message.body().contains("\"delete\"")))
                .isNotNull();
    }

    // --- documents of what is not issued yet ---

    @Test
    void a_prescriptions_document_is_shown_and_told_of_once_the_prescription_is_issued() {
        UUID patient = patient();
        String id = document(patient);
        List<String> readers = List.of(Tokens.patient("patient", patient), Tokens.of("pharmacist"), Tokens.of("nurse"));

        for (String reader : readers) {
            assertThat(get(reader, id)).isEqualTo(404);
            assertThat(AssetClient.content(reader, id, Map.of()).statusCode()).isEqualTo(404);
            assertThat(listed(reader, patient)).isEmpty();
        }
        assertThat(get(Tokens.of("prescription-service"), id)).isEqualTo(200);
        assertThat(listed(Tokens.of("prescription-service"), patient)).containsExactly(id);
        assertThat(get(Tokens.of("admin"), id)).isEqualTo(200);

        UUID prescription = UUID.randomUUID();
        TopicClient.publish(
                "prescription.events",
                "prescription.issuing.v1",
                prescription,
                Map.of("prescriptionId", prescription, "version", 2));
        TopicClient.publish(
                "prescription.events",
                "prescription.issued.v1",
                prescription,
                Map.of("prescriptionId", prescription, "version", 3, "documentAssetId", id));
        TopicClient.Message told = TopicClient.event("asset.events", "asset.stored.v1", id);

        assertThat(told.json().get("version").asInt()).isEqualTo(1);
        for (String reader : readers) {
            assertThat(get(reader, id)).isEqualTo(200);
            assertThat(listed(reader, patient)).containsExactly(id);
        }
    }

    @Test
    void of_a_document_that_was_taken_back_before_nobody_hears() {
        UUID patient = patient();
        String id = document(patient);

        assertThat(as(Tokens.of("prescription-service"))
                        .delete(AssetClient.ASSETS + "/" + id)
                        .statusCode())
                .isEqualTo(204);
        TopicClient.auditEntry("delete", id);

        assertThat(TopicClient.all("asset.events")).noneMatch(message -> id.equals(message.key()));
    }

    private static String document(UUID patient) {
        return upload(
                        Tokens.of("prescription-service"),
                        metadata("prescription_file", patient),
                        Samples.pdf(),
                        "a.pdf",
                        "application/pdf")
                .path("id");
    }

    private static List<String> listed(String token, UUID patient) {
        return as(token)
                .queryParam("patientId", patient)
                .queryParam("kind", "prescription_file")
                .get(AssetClient.ASSETS)
                .jsonPath()
                .getList("items.id");
    }

    @Test
    void a_service_takes_back_its_own_files_only() {
        UUID patient = patient();
        String id = upload(
                        Tokens.of("prescription-service"),
                        metadata("prescription_file", patient),
                        Samples.pdf(),
                        "a.pdf",
                        "application/pdf")
                .path("id");

        assertThat(as(Tokens.of("prescription-service"))
                        .delete(AssetClient.ASSETS + "/" + id)
                        .statusCode())
                .isEqualTo(204);
        assertThat(as(Tokens.of("admin"))
                        .delete(AssetClient.ASSETS + "/" + UUID.randomUUID())
                        .statusCode())
                .isEqualTo(404);
    }
}
