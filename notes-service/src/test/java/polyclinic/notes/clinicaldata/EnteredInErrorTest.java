package polyclinic.notes.clinicaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.notes.testing.NoteFixtures.drafted;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;
import static polyclinic.notes.testing.NoteFixtures.sign;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.notes.testing.NotesServiceTest;

/** What was entered in error is gone from every list, trend and timeline, and stays readable by its id. */
@QuarkusTest
class EnteredInErrorTest extends NotesServiceTest {
    private final UUID patient = patientInCare();

    @ParameterizedTest
    @ValueSource(strings = {"clinical-data", "history", "notes"})
    void it_leaves_every_list_and_stays_by_its_id(String kind) {
        String wrong = recorded(kind, patient);
        String right = recorded(kind, patient);
        awaitTimeline(List.of(wrong, right));

        as("doctor")
                .body("{\"reason\":\"the other twin\",\"replacedBy\":\"%s\"}".formatted(right))
                .post(path(kind, wrong) + "/entered-in-error")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("enteredInError.reason", equalTo("the other twin"));

        as("doctor")
                .queryParam("patientId", patient)
                .get("/api/v1/" + kind)
                .then()
                .body("items.id", not(hasItem(wrong)));
        as("doctor")
                .queryParam("patientId", patient)
                .queryParam("enteredInError", true)
                .get("/api/v1/" + kind)
                .then()
                .body("items.id", equalTo(List.of(wrong)));
        if (kind.equals("clinical-data"))
            as("doctor")
                    .queryParam("patientId", patient)
                    .queryParam("dataType", "vital_signs")
                    .queryParam("path", "pulse")
                    .get("/api/v1/clinical-data/trend")
                    .then()
                    .body("items.clinicalDataId", equalTo(List.of(right)));
        else
            for (String question :
                    kind.equals("notes") ? List.of("", "&q=cough", "&type=soap") : List.of("", "&type=visit"))
                as("doctor")
                        .get("/api/v1/" + kind + "?patientId=" + patient + question)
                        .then()
                        .body("items.id", equalTo(List.of(right)));
        asPatient(patient).get(path(kind, wrong)).then().statusCode(404);
        asPatient(patient)
                .queryParam("enteredInError", true)
                .get("/api/v1/" + kind)
                .then()
                .body("items", empty());
        awaitTimeline(List.of(right));
        as("doctor").get(path(kind, wrong)).then().body("enteredInError.replacedBy", equalTo(right));
        assertThat(TopicClient.auditEntry("enter-in-error", wrong).text("patientId"))
                .isEqualTo(patient.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"name\":\"Potassium\",\"code\":\"2823-3\",\"value\":7.9}', value, &code=2823-3",
        "'{\"name\":\"Potassium\",\"value\":{\"value\":7.9,\"unit\":\"mmol/L\"}}', value, &unit=mmol/L",
        "'{\"potassium\":{\"value\":7.9,\"comparator\":\">\"}}', potassium, ''",
        "'{\"panel\":{\"name\":\"Potassium\",\"value\":7.9}}', panel.value, &code=Potassium"
    })
    void it_is_no_point_of_any_trend(String data, String path, String filter) {
        String trend = "/api/v1/clinical-data/trend?dataType=lab_result&path=%s&patientId=%s%s";
        String body = "{\"patientId\":\"%s\",\"dataType\":\"lab_result\",\"data\":%s}";
        String wrong = created(as("lab").body(body.formatted(patient, data)).post("/api/v1/clinical-data"));
        String right = created(as("lab")
                .body(body.formatted(patient, data.replace("7.9", "4.1")))
                .post("/api/v1/clinical-data"));

        as("doctor").body("{\"reason\":\"haemolysed\"}").post(path("clinical-data", wrong) + "/entered-in-error");

        for (String narrowed : List.of("", filter, "&from=2000-01-01"))
            as("doctor")
                    .get(trend.formatted(path, patient, narrowed))
                    .then()
                    .statusCode(200)
                    .body("items.clinicalDataId", equalTo(List.of(right)));
    }

    /** What {@code ./polyclinic export} writes is what its account reads here, page after page. */
    @ParameterizedTest
    @ValueSource(strings = {"history", "notes"})
    void it_is_in_no_export(String kind) {
        List<String> there = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String id = recorded(kind, "doctor", patient);
            if (kind.equals("notes")) sign("doctor", id);
            there.add(id);
        }
        String wrong = there.remove(1);

        as("doctor").body("{\"reason\":\"the other twin\"}").post(path(kind, wrong) + "/entered-in-error");

        List<String> exported = new ArrayList<>();
        String next = "";
        do {
            Response page = as("importer")
                    .queryParam("patientId", patient)
                    .queryParam("limit", 1)
                    .queryParam("after", next)
                    .get("/api/v1/" + kind);
            exported.addAll(page.path("items.id"));
            next = page.path("next");
        } while (next != null);
        assertThat(exported).containsExactlyInAnyOrderElementsOf(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clinical-data", "history", "notes"})
    void it_happens_once_and_is_replaced_by_something_of_the_same_patient_only(String kind) {
        String wrong = recorded(kind, patient);
        String anothers = recorded(kind, patientInCare());

        for (String replacement : List.of(anothers, wrong, UUID.randomUUID().toString()))
            assertProblem(
                    as("doctor")
                            .body("{\"reason\":\"x\",\"replacedBy\":\"%s\"}".formatted(replacement))
                            .post(path(kind, wrong) + "/entered-in-error"),
                    422,
                    "unknown-reference");
        as("nurse")
                .body("{\"reason\":\"x\"}")
                .post(path(kind, wrong) + "/entered-in-error")
                .then()
                .statusCode(200);
        assertProblem(
                as("nurse").body("{\"reason\":\"x\"}").post(path(kind, wrong) + "/entered-in-error"),
                409,
                "entered-in-error");
        String elsewhere = recorded(kind, StubServices.registeredPatient());
        as("doctor")
                .body("{\"reason\":\"x\"}")
                .post(path(kind, elsewhere) + "/entered-in-error")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clinical-data", "history"})
    void it_does_not_come_back_to_the_timeline_when_its_event_is_delivered_again(String kind) {
        String wrong = recorded(kind, patient);
        awaitTimeline(List.of(wrong));
        as("doctor").body("{\"reason\":\"x\"}").post(path(kind, wrong) + "/entered-in-error");
        awaitTimeline(List.of());

        TopicClient.Message event = TopicClient.event("notes.events", kind + ".recorded.v1", wrong);
        TopicClient.send(event.topic(), event.key(), event.headers(), event.body());
        TopicClient.publish(
                event.topic(),
                "clinical-data.recorded.v1",
                UUID.fromString(event.key()),
                Map.of(
                        "clinicalDataId", event.key(),
                        "patientId", patient,
                        "dataType", "vital_signs",
                        "effectiveAt", "2001-01-01T00:00:00Z",
                        "recordedAt", "2001-01-01T00:00:00Z",
                        "occurredAt", "2001-01-01T00:00:00Z"));

        await().until(() -> !as("doctor")
                .get("/api/v1/timelines/" + patient)
                .<List<String>>path("items.kind")
                .isEmpty());
        as("doctor")
                .get("/api/v1/timelines/" + patient)
                .then()
                .body("items.occurredAt", equalTo(List.of("2001-01-01T00:00:00Z")));
    }

    private void awaitTimeline(List<String> ids) {
        await().until(() -> {
            List<String> found =
                    as("doctor").get("/api/v1/timelines/" + patient).path("items.entityId");
            return found.size() == ids.size() && found.containsAll(ids);
        });
    }

    private static String path(String kind, String id) {
        return "/api/v1/" + kind + "/" + id;
    }

    private static String recorded(String kind, UUID patient) {
        return recorded(kind, "nurse", patient);
    }

    private static String recorded(String kind, String user, UUID patient) {
        if (kind.equals("notes")) return drafted(user, patient).getString("id");
        String body = kind.equals("history") ? """
                {"patientId":"%s","type":"visit","date":"2001-01-01","content":{"reason":"x"},"source":"manual"}""" : """
                {"patientId":"%s","dataType":"vital_signs","data":{"pulse":70}}""";
        return created(as(user).body(body.formatted(patient)).post("/api/v1/" + kind));
    }
}
