package polyclinic.billing.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import polyclinic.billing.ServiceTest;
import polyclinic.billing.invoices.InvoiceQueries;
import polyclinic.billing.payments.PaymentQueries;
import polyclinic.billing.projections.BilledPatients;
import polyclinic.commons.papers.typeface.FontConfig;

/** The running service, with the papers of a clinic where it is another day than in UTC. */
@QuarkusTest
class PaperDatesTest extends ServiceTest {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    @Inject
    InvoiceQueries invoices;

    @Inject
    PaymentQueries payments;

    @Inject
    BilledPatients patients;

    @Inject
    PaperConfig.Key key;

    @Inject
    FontConfig fonts;

    @Inject
    Clock clock;

    private record Clinic(String name, String address, String phone, ZoneId timeZone) implements PaperConfig.Clinic {}

    @Test
    void invoices_and_receipts_have_the_dates_of_where_the_clinic_is() throws Exception {
        String invoice = issued(knownPatient(), line("Dressing", "1", "100"));
        String payment = created(pay(invoice, "60", "card"));
        refund(payment, "10").then().statusCode(200);
        JsonPath paid = as("cashier").get("/api/v1/payments/" + payment).jsonPath();
        Instant issued = Instant.parse(invoice(invoice).extract().path("issuedAt"));
        ZoneId zone = elsewhere(issued);

        QuarkusMock.installMockForType(
                new PaperQueries(
                        invoices,
                        payments,
                        patients,
                        new Clinic("Clinic", "Island", "1", zone),
                        key,
                        fonts,
                        true,
                        clock),
                PaperQueries.class);

        assertThat(text(INVOICES + "/" + invoice + "/document"))
                .contains(DATE.format(issued.atZone(zone)))
                .doesNotContain(DATE.format(issued.atZone(ZoneOffset.UTC)));
        assertThat(text("/api/v1/payments/" + payment + "/receipt"))
                .contains(
                        "UHID PC-1 " + date(paid, "takenAt", zone),
                        "Payment of " + date(paid, "takenAt", zone),
                        "Refund of " + date(paid, "refunds[0].refundedAt", zone));
    }

    private static ZoneId elsewhere(Instant at) {
        return Stream.of("Pacific/Kiritimati", "Pacific/Pago_Pago")
                .map(ZoneId::of)
                .filter(zone -> !LocalDate.ofInstant(at, zone).equals(LocalDate.ofInstant(at, ZoneOffset.UTC)))
                .findFirst()
                .orElseThrow();
    }

    private static String date(JsonPath of, String member, ZoneId zone) {
        return DATE.format(Instant.parse(of.getString(member)).atZone(zone));
    }

    private static String text(String path) throws Exception {
        byte[] pdf = as("cashier").get(path).then().statusCode(200).extract().asByteArray();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }
}
