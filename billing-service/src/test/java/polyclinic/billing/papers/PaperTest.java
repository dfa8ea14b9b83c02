package polyclinic.billing.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import polyclinic.billing.ServiceTest;
import polyclinic.commons.testing.papers.SignedPdf;

@QuarkusTest
class PaperTest extends ServiceTest {
    @Test
    void an_invoice_is_printed_signed_and_says_when_it_is_void() throws Exception {
        UUID patient = knownPatient();
        execute("update known_patient set given_name = 'अदिति' where id = $1", patient);
        String id = issued(patient, line("Dressing <b>& more</b>", "3", "33.33", "0.18"));
        String number = invoice(id).extract().path("number");

        byte[] pdf = pdf(asPatient(patient).get(INVOICES + "/" + id + "/document"));

        assertThat(text(pdf))
                .contains(number, "Dressing <b>& more</b>", "117.99 INR", "अदिति Lovelace [aditi Lovelace]", "PC-1");
        assertSigned(pdf);
        voidIt(id).then().statusCode(200);
        assertThat(text(pdf(as("cashier").get(INVOICES + "/" + id + "/document"))))
                .contains("VOID");
        asPatient(UUID.randomUUID())
                .get(INVOICES + "/" + id + "/document")
                .then()
                .statusCode(404);
        assertProblem(
                as("cashier").get(INVOICES + "/" + neverIssued(patient) + "/document"), 409, "invalid-transition");
        assertProblem(
                as("cashier").get(INVOICES + "/" + drafted(patient, line("x", "1", "1")) + "/document"),
                409,
                "invalid-transition");
    }

    @Test
    void a_receipt_shows_what_was_taken_and_given_back() throws Exception {
        UUID patient = knownPatient();
        String id = issued(patient, line("Dressing", "1", "100"));
        String payment = created(pay(id, "60", "card"));
        refund(payment, "10").then().statusCode(200);

        byte[] pdf = pdf(asPatient(patient).get("/api/v1/payments/" + payment + "/receipt"));

        assertThat(text(pdf)).contains("60.00 INR", "-10.00 INR", "50.00 INR", "card");
        assertSigned(pdf);
        asPatient(UUID.randomUUID())
                .get("/api/v1/payments/" + payment + "/receipt")
                .then()
                .statusCode(404);
    }

    private static byte[] pdf(Response response) {
        return response.then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static void assertSigned(byte[] pdf) {
        assertThat(SignedPdf.read(pdf).isValid()).as("%s", SignedPdf.read(pdf)).isTrue();
        assertThat(SignedPdf.read(pdf).signer().getSubjectX500Principal().getName())
                .contains("invoices");
    }

    private static String neverIssued(UUID patient) {
        String id = drafted(patient, line("x", "1", "1"));
        voidIt(id).then().statusCode(200);
        return id;
    }
}
