package polyclinic.patient.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.patient.ServiceTest;

@QuarkusTest
class PatientRegistrationTest extends ServiceTest {
    @Inject
    Pool pool;

    @Test
    void a_registered_patient_gets_a_number_an_address_and_a_version() {
        as("reception")
                .body("""
                        {"givenName":"Grace","familyName":"Hopper","birthDate":"1906-12-09","sex":"female",
                         "phone":"(202) 555-0143","address":{"line":["1 Navy Yard"],"city":"Arlington","country":"US"}}""")
                .post("/api/v1/patients")
                .then()
                .statusCode(201)
                .header("Location", matchesPattern("/api/v1/patients/[0-9a-f-]{36}"))
                .header("ETag", notNullValue())
                .body("uhid", startsWith("PC"))
                .body("phone", equalTo("+12025550143"));
    }

    @Test
    void after_a_restore_every_number_that_people_see_jumps_ahead() {
        String before = as("reception").get("/api/v1/patients/" + registered()).path("uhid");

        pool.query("select * from polyclinic_jump_numbers(1000)").executeAndAwait();

        String after = as("reception").get("/api/v1/patients/" + registered()).path("uhid");
        assertThat(number(after)).isGreaterThan(number(before) + 1000);
        assertThat(sequencesNotOwnedByTables())
                .as("jump in R__jump_numbers.sql")
                .containsExactly("uhid_number");
        assertThatThrownBy(() ->
                        pool.query("select * from polyclinic_jump_numbers(0)").executeAndAwait())
                .hasMessageContaining("1 or more");
    }

    private static long number(String uhid) {
        return Long.parseLong(uhid.substring(2));
    }

    private List<String> sequencesNotOwnedByTables() {
        List<String> names = new ArrayList<>();
        pool.query("select relname from pg_class where relkind = 'S'"
                        + " and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'i')")
                .executeAndAwait()
                .forEach(row -> names.add(row.getString(0)));
        return names;
    }

    @Test
    void a_registration_leaves_one_event_and_one_audit_entry() {
        String id = registered();

        var event = TopicClient.await(
                "patient.events",
                message -> message.key().equals(id) && message.type().equals("patient.registered.v1"));
        var entries =
                TopicClient.await("audit.entries", message -> message.key().equals(id), 1);

        assertThat(event.json().get("uhid").textValue()).startsWith("PC");
        assertThat(event.headers()).containsKeys("ce_id", "ce_time", "ce_source", "traceparent");
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).json().get("action").textValue()).isEqualTo("create");
        assertThat(entries.get(0).json().at("/actor/name").textValue()).isEqualTo("reception");
    }

    @Test
    void a_person_very_similar_to_a_registered_patient_needs_confirmation() {
        String first =
                "{\"givenName\":\"Johann\",\"familyName\":\"Bernoulli\",\"birthDate\":\"1967-08-06\",\"sex\":\"male\"}";
        String again = first.replace("Johann", "Johan");
        as("reception").body(first).post("/api/v1/patients").then().statusCode(201);

        as("reception")
                .body(again)
                .post("/api/v1/patients")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:polyclinic:problem:possible-duplicate"))
                .body("candidates.givenName", contains("Johann"));
        as("reception")
                .body(again)
                .post("/api/v1/patients?confirmDistinct=true")
                .then()
                .statusCode(201);
    }

    @Test
    void the_same_person_registered_twenty_times_at_once_is_registered_once() {
        String body = newPatient();

        List<Integer> statuses = Concurrently.run(
                20, () -> as("reception").body(body).post("/api/v1/patients").statusCode());

        assertThat(statuses)
                .containsOnlyOnce(201)
                .filteredOn(status -> status != 201)
                .containsOnly(409);
    }

    @Test
    void a_number_an_address_or_an_identifier_belongs_to_one_patient() {
        String taken =
                "\"uhid\":\"U-77\",\"email\":\"one@example.org\",\"identifiers\":[{\"system\":\"urn:a\",\"value\":\"7\"}]";
        as("reception")
                .body(newPatient().replace("}", "," + taken + "}"))
                .post("/api/v1/patients")
                .then()
                .statusCode(201);

        for (String clash : List.of(
                "\"uhid\":\"U-77\"",
                "\"email\":\"ONE@example.org\"",
                "\"identifiers\":[{\"system\":\"urn:a\",\"value\":\"7\"}]"))
            as("reception")
                    .body(newPatient().replace("}", "," + clash + "}"))
                    .post("/api/v1/patients")
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("urn:polyclinic:problem:duplicate-identifier"));
    }

    @Test
    void twenty_concurrent_requests_with_one_key_take_effect_once_and_all_answers_agree() {
        String body = newPatient();
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(
                20,
                () -> as("reception").header("Idempotency-Key", key).body(body).post("/api/v1/patients"));

        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(Response::asString)
                .containsOnly(answers.get(0).asString());
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed") == null)
                .hasSize(1);
    }

    @Test
    void a_key_used_for_another_body_is_refused() {
        String key = UUID.randomUUID().toString();
        as("reception")
                .header("Idempotency-Key", key)
                .body(newPatient())
                .post("/api/v1/patients")
                .then()
                .statusCode(201);

        as("reception")
                .header("Idempotency-Key", key)
                .body(newPatient())
                .post("/api/v1/patients")
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:polyclinic:problem:idempotency-key-reused"));
    }

    @Test
    void a_patch_needs_the_version_it_was_made_from() {
        String id = registered();
        String etag = as("reception").get("/api/v1/patients/" + id).header("ETag");
        String patch = "{\"phone\":\"+442079460123\"}";

        as("reception").body(patch).patch("/api/v1/patients/" + id).then().statusCode(428);
        as("reception")
                .header("If-Match", etag)
                .body(patch)
                .patch("/api/v1/patients/" + id)
                .then()
                .statusCode(200);
        as("reception")
                .header("If-Match", etag)
                .body(patch)
                .patch("/api/v1/patients/" + id)
                .then()
                .statusCode(412);

        var updated = TopicClient.await(
                "patient.events",
                message -> message.key().equals(id) && message.type().equals("patient.updated.v1"));
        assertThat(updated.json().get("changedFields").toString()).isEqualTo("[\"phone\"]");
    }

    /** RFC 9110 §13.1.1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '|',
            value = {
                "* ~ 200",
                "\"987654\", \"0\" ~ 200",
                "\"0\",\"987654\" ~ 200",
                "W/\"0\", \"0\" ~ 200",
                "\"987654\" ~ 412",
                "\"987654\", \"1\" ~ 412",
                "\"*\" ~ 412",
                "W/\"0\" ~ 412"
            })
    void a_patch_may_name_any_version_or_several(String ifMatch, int status) {
        String id = registered();

        as("reception")
                .header("If-Match", ifMatch)
                .body("{\"givenName\":\"Renamed\"}")
                .patch("/api/v1/patients/" + id)
                .then()
                .statusCode(status);

        as("reception")
                .get("/api/v1/patients/" + id)
                .then()
                .header("ETag", status == 200 ? "\"1\"" : "\"0\"")
                .body("givenName", status == 200 ? equalTo("Renamed") : not("Renamed"));
    }

    @Test
    void of_concurrent_patches_of_one_version_one_wins() {
        String id = registered();
        String etag = as("reception").get("/api/v1/patients/" + id).header("ETag");

        List<Integer> statuses = Concurrently.run(10, () -> as("reception")
                .header("If-Match", etag)
                .body("{\"familyName\":\"" + UUID.randomUUID() + "\"}")
                .patch("/api/v1/patients/" + id)
                .statusCode());

        assertThat(statuses)
                .containsOnlyOnce(200)
                .filteredOn(status -> status != 200)
                .containsOnly(412);
    }

    @Test
    void an_unchanged_record_is_not_sent_again() {
        String id = registered();
        String etag = as("nurse").get("/api/v1/patients/" + id).header("ETag");

        as("nurse")
                .header("If-None-Match", etag)
                .get("/api/v1/patients/" + id)
                .then()
                .statusCode(304);
    }

    @Test
    void a_search_forgives_typing_errors_word_order_and_abbreviation() {
        as("reception")
                .body(
                        "{\"givenName\":\"Srinivasa\",\"familyName\":\"Ramanujan\",\"birthDate\":\"1987-12-22\",\"sex\":\"male\"}")
                .post("/api/v1/patients")
                .then()
                .statusCode(201);

        for (String q : List.of("Ramanujan", "ramanujan srinivasa", "srini", "Ramanujam", "srinvasa rama"))
            as("reception")
                    .queryParam("q", q)
                    .get("/api/v1/patients")
                    .then()
                    .statusCode(200)
                    .body("items.familyName", hasItem("Ramanujan"));
        as("reception")
                .body("{\"q\":\"Ramanujam\",\"birthDate\":\"1987-12-22\",\"limit\":1}")
                .post("/api/v1/patients/search")
                .then()
                .statusCode(200)
                .body("items.familyName", contains("Ramanujan"));
        as("reception").queryParam("q", "Euler").get("/api/v1/patients").then().body("items", hasSize(0));
    }

    /** Without accents and ligatures a text can be three times as long, and levenshtein() takes 255 letters. */
    @Test
    void a_search_that_grows_when_it_is_normalised_finds_nothing_and_breaks_nothing() {
        as("reception")
                .body(
                        "{\"givenName\":\"Ffiffi\",\"familyName\":\"Ffiffi\",\"birthDate\":\"1950-01-01\",\"sex\":\"female\"}")
                .post("/api/v1/patients?confirmDistinct=true")
                .then()
                .statusCode(201);
        as("reception")
                .queryParam("q", "\ufb03".repeat(200))
                .get("/api/v1/patients")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void a_list_is_walked_page_by_page_without_gaps() {
        String family = "Walk" + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < 5; i++)
            as("reception")
                    .body(newPatient().replaceAll("Lovelace [a-f]*", family))
                    .post("/api/v1/patients")
                    .then()
                    .statusCode(201);
        List<String> seen = new ArrayList<>();
        String next = null;

        do {
            var page = as("reception").queryParam("q", family).queryParam("limit", 2);
            if (next != null) page.queryParam("after", next);
            Response response = page.get("/api/v1/patients");
            seen.addAll(response.path("items.id"));
            next = response.path("next");
        } while (next != null);

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void a_patient_sees_only_their_own_record() {
        UUID own = UUID.fromString(registered());
        String other = registered();
        String token = Tokens.patient("patient", own);

        var me = RestAssured.given().header("Authorization", "Bearer " + token);

        me.get("/api/v1/patients/me").then().statusCode(200).body("id", equalTo(own.toString()));
        me.get("/api/v1/patients/" + other).then().statusCode(404);
        me.get("/api/v1/patients").then().statusCode(200).body("items.id", contains(own.toString()));
    }

    @Test
    void a_doctor_sees_only_patients_in_care_and_a_cancelled_appointment_ends_care() {
        UUID patient = UUID.fromString(registered());
        UUID appointment = UUID.randomUUID();
        as("doctor").get("/api/v1/patients/" + patient).then().statusCode(404);

        TopicClient.publish(
                "appointment.events",
                "appointment.booked.v1",
                appointment,
                appointment(appointment, patient, 1, "scheduled"));
        Awaitility.await()
                .untilAsserted(() ->
                        as("doctor").get("/api/v1/patients/" + patient).then().statusCode(200));
        as("doctor2").get("/api/v1/patients/" + patient).then().statusCode(404);

        TopicClient.publish(
                "appointment.events",
                "appointment.cancelled.v1",
                appointment,
                appointment(appointment, patient, 3, "cancelled"));
        TopicClient.publish(
                "appointment.events",
                "appointment.rescheduled.v1",
                appointment,
                appointment(appointment, patient, 2, "scheduled"));
        Awaitility.await()
                .untilAsserted(() ->
                        as("doctor").get("/api/v1/patients/" + patient).then().statusCode(404));
    }

    @Test
    void a_walk_in_is_in_the_care_of_the_doctor_whose_queue_they_join() {
        UUID patient = UUID.fromString(registered());
        UUID place = UUID.randomUUID();

        TopicClient.publish(
                "appointment.events",
                "queue.entry-added.v1",
                place,
                Map.of(
                        "queueEntryId",
                        place,
                        "version",
                        0,
                        "patientId",
                        patient,
                        "doctorId",
                        StubServices.doctor("doctor"),
                        "doctorSubject",
                        Tokens.subject("doctor"),
                        "status",
                        "waiting"));

        Awaitility.await()
                .untilAsserted(() ->
                        as("doctor").get("/api/v1/patients/" + patient).then().statusCode(200));
    }

    @Test
    void an_unreadable_event_is_set_aside_and_the_next_one_is_handled() {
        UUID patient = UUID.fromString(registered());
        UUID appointment = UUID.randomUUID();

        TopicClient.send("appointment.events", "x", Map.of(), "not json");
        TopicClient.publish("appointment.events", "appointment.booked.v1", appointment, Map.of("surprise", true));
        TopicClient.publish(
                "appointment.events",
                "appointment.booked.v1",
                appointment,
                appointment(appointment, patient, 1, "scheduled"));

        Awaitility.await()
                .untilAsserted(() ->
                        as("doctor").get("/api/v1/patients/" + patient).then().statusCode(200));
        assertThat(TopicClient.await("patient-service.dead-letter", message -> true, 2))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    private static Map<String, Object> appointment(UUID id, UUID patient, int version, String status) {
        return Map.of(
                "appointmentId", id,
                "version", version,
                "patientId", patient,
                "doctorId", UUID.randomUUID(),
                "doctorSubject", Tokens.subject("doctor"),
                "startsAt", Instant.now().toString(),
                "status", status);
    }
}
