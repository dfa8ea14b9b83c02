package polyclinic.patient;

import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.provenance.ProvenanceContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "patient"))
@WithTestResource(value = KafkaServer.class)
class PatientProvenanceTest extends ProvenanceContract {
    @Override
    protected List<Kind> kinds() {
        return List.of(new Kind("/api/v1/patients", ServiceTest::newPatient, "reception"));
    }

    @Test
    void a_correction_cannot_say_that_a_patient_comes_from_elsewhere() {
        Response registered = as("reception").body(ServiceTest.newPatient()).post("/api/v1/patients");

        Response patched = as("admin")
                .header("If-Match", registered.header("ETag"))
                .contentType("application/merge-patch+json")
                .body("{\"provenance\":{\"source\":\"urn:x\",\"externalId\":\"1\"}}")
                .patch("/api/v1/patients/" + registered.path("id"));

        assertProblem(patched, 422, "invalid-input");
    }

    @Test
    void an_importer_keeps_a_patient_up_with_the_files_of_the_other_program() {
        Response registered = as("reception").body(ServiceTest.newPatient()).post("/api/v1/patients");

        as("importer")
                .header("If-Match", registered.header("ETag"))
                .contentType("application/merge-patch+json")
                .body("{\"familyName\":\"Crossing\"}")
                .patch("/api/v1/patients/" + registered.path("id"))
                .then()
                .statusCode(200)
                .body("familyName", equalTo("Crossing"));
    }
}
