package polyclinic.prescription.verification;

import static io.restassured.RestAssured.given;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import polyclinic.prescription.ServiceTest;

@QuarkusTest
class PrescriptionVerificationTest extends ServiceTest {
    private static final String VERIFY = "/api/v1/verify/";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    @Test
    void the_token_on_the_paper_tells_without_sign_in_that_it_is_genuine_and_nothing_of_the_patient() {
        String id = drafted(visit(), "Paracetamol");
        issue(id);
        awaitStatus(id, "issued");

        Map<String, Object> answer =
                given().get(VERIFY + token(id)).then().statusCode(200).extract().path("");

        assertThat(answer).containsOnlyKeys("status", "issuedOn", "sha256").containsEntry("status", "issued");
        assertThat(String.valueOf(answer.get("sha256"))).matches("[0-9a-f]{64}");
        as("doctor")
                .body("{\"reason\":\"a mistake\"}")
                .post(one(id) + "/cancel")
                .then()
                .statusCode(200);
        given().get(VERIFY + token(id)).then().statusCode(200).body("status", equalTo("cancelled"));
    }

    @Test
    void the_paper_and_what_is_said_of_it_have_the_date_of_where_the_doctor_is() throws Exception {
        // One of both has another date than UTC, whatever the time is.
        String zone = ZonedDateTime.now(UTC).getHour() >= 11 ? "Pacific/Kiritimati" : "Pacific/Pago_Pago";
        Visit visit = visit();
        execute("update known_doctor set time_zone = $1 where id = $2", zone, visit.doctor());
        LocalDate before = LocalDate.now(ZoneId.of(zone));
        String id = drafted(visit, "Paracetamol");
        issue(id);
        awaitStatus(id, "issued");

        String paper = new PDFTextStripper()
                .getText(Loader.loadPDF(as("doctor").get(one(id) + "/document").asByteArray()));
        String said = given().get(VERIFY + token(id)).path("issuedOn");

        assertThat(LocalDate.parse(said)).isBetween(before, LocalDate.now(ZoneId.of(zone)));
        assertThat(LocalDate.parse(said)).isNotEqualTo(LocalDate.now(UTC));
        assertThat(paper).contains("Prescription of " + DATE.format(LocalDate.parse(said)));
    }

    @Test
    void no_other_token_is_known_least_of_all_the_id() {
        String id = drafted(visit(), "Paracetamol");

        given().get(VERIFY + id).then().statusCode(404);
        given().get(VERIFY + "x").then().statusCode(404);
        given().get(VERIFY + "x".repeat(300)).then().statusCode(404);
        given().get(VERIFY + "%00").then().statusCode(404);
    }

    private String token(String id) {
        return rows("select verification_token from prescription where id = $1", UUID.fromString(id))
                .get(0)
                .getString("verification_token");
    }
}
