package polyclinic.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.provenance.ProvenanceContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.notes.testing.NoteFixtures;

@QuarkusTest
@WithTestResource(Identity.class)
@WithTestResource(MongoServer.class)
@WithTestResource(KafkaServer.class)
@WithTestResource(StubServices.class)
class NotesProvenanceTest extends ProvenanceContract {
    @Override
    protected List<Kind> kinds() {
        return List.of(
                new Kind(
                        "/api/v1/notes",
                        () -> NoteFixtures.noteBody(StubServices.registeredPatient(), "soap", NoteFixtures.SOAP),
                        "nurse"),
                new Kind("/api/v1/history", () -> """
                        {"patientId":"%s","type":"visit","date":"2001-01-01","content":{"reason":"x"},"source":"import"}""".formatted(StubServices.registeredPatient()), "nurse"));
    }

    @Test
    void a_note_of_elsewhere_is_signed_and_stands_on_the_timeline_when_it_was_written() {
        UUID patient = StubServices.registeredPatient();
        String id = as("importer")
                .body("""
                        {"patientId":"%s","type":"manual","content":{"text":"x"},"provenance":{"source":"urn:x",\
                        "externalId":"%s","recordedAt":"2019-05-01T10:00:00Z"}}""".formatted(patient, patient))
                .post("/api/v1/notes")
                .then()
                .statusCode(201)
                .body("status", equalTo("signed"))
                .body("signedBy.name", equalTo("importer"))
                .extract()
                .path("id");

        asPatient(patient).get("/api/v1/notes").then().statusCode(200).body("items.id", contains(id));
        TopicClient.await(
                "notes.events",
                event -> id.equals(event.key())
                        && event.type().equals("note.signed.v1")
                        && event.text("occurredAt").equals("2019-05-01T10:00:00Z"));
    }

    @Test
    void an_importer_takes_back_what_was_brought_in_and_nothing_that_was_written_here() {
        for (Kind kind : kinds()) {
            String written = kind.body().get();
            String here = as("nurse").body(written).post(kind.path()).path("id");
            String brought = as("importer")
                    .body(written.replaceFirst("\\}\\s*$", """
                            ,"provenance":{"source":"urn:x","externalId":"%s"}}""".formatted(here)))
                    .post(kind.path())
                    .path("id");

            takeBack(kind, brought).then().statusCode(200).body("enteredInError.reason", equalTo("corrected there"));

            assertThat(takeBack(kind, here).statusCode()).isIn(403, 404);
        }
    }

    private static Response takeBack(Kind kind, String id) {
        return as("importer")
                .body("{\"reason\":\"corrected there\"}")
                .post(kind.path() + "/" + id + "/entered-in-error");
    }
}
