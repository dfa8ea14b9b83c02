package polyclinic.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.values.ClinicDays;

/** The running service in clinics that are 25 hours apart: whatever the time is, one of them has another day than UTC. */
@QuarkusTest
class BillingDaysTest extends ServiceTest {
    private static final String REVENUE = "/api/v1/reports/revenue";
    /** No other test has money of it in its reports. */
    private static final String CURRENCY = "NZD";

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago"})
    void what_is_issued_paid_and_given_back_counts_for_the_day_of_where_the_clinic_is(ZoneId zone) {
        QuarkusMock.installMockForType(new ClinicDays(Clock.systemUTC(), zone), ClinicDays.class);
        UUID patient = knownPatient();
        String invoice = created(as("cashier")
                .body("""
                        {"patientId":"%s","currency":"%s","lines":[{"description":"Visit","quantity":"1","unitPrice":%s}]}""".formatted(patient, CURRENCY, money("100")))
                .post(INVOICES));
        issue(invoice).then().statusCode(200);
        String payment = created(as("cashier")
                .body("{\"amount\":" + money("60") + ",\"method\":\"card\"}")
                .post(INVOICES + "/" + invoice + "/payments"));
        as("cashier")
                .body("{\"amount\":" + money("10") + ",\"reason\":\"mistaken\"}")
                .post("/api/v1/payments/" + payment + "/refund")
                .then()
                .statusCode(200);

        List<Row> postings = rows("select day, posted_at from posting where invoice_id = $1", UUID.fromString(invoice));
        assertThat(postings).hasSize(3).allSatisfy(posting -> assertThat(posting.getLocalDate("day"))
                .isEqualTo(posting.getOffsetDateTime("posted_at")
                        .atZoneSameInstant(zone)
                        .toLocalDate()));

        LocalDate issued = day(as("cashier").get(INVOICES + "/" + invoice), "issuedAt", zone);
        assertThat(ids(INVOICES, patient, issued)).containsExactly(invoice);
        assertThat(ids(INVOICES, patient, issued.minusDays(1))).isEmpty();
        assertThat(ids(INVOICES, patient, issued.plusDays(1))).isEmpty();
        LocalDate taken = day(as("cashier").get("/api/v1/payments/" + payment), "takenAt", zone);
        assertThat(ids("/api/v1/payments", patient, taken)).containsExactly(payment);
        assertThat(ids("/api/v1/payments", patient, taken.minusDays(1))).isEmpty();
        assertThat(as("cashier")
                        .get(REVENUE + "?by=day&from=" + issued + "&to=" + issued)
                        .<List<String>>path("items.findAll { it.invoiced.currency == '" + CURRENCY + "' }.key"))
                .containsExactly(issued.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago"})
    void a_report_ends_today_where_the_clinic_is(ZoneId zone) {
        QuarkusMock.installMockForType(new ClinicDays(Clock.systemUTC(), zone), ClinicDays.class);
        LocalDate before = LocalDate.now(zone);

        LocalDate last = LocalDate.parse(as("cashier").get(REVENUE).path("to"));

        assertThat(last).isBetween(before, LocalDate.now(zone));
    }

    private static List<String> ids(String path, UUID patient, LocalDate day) {
        return as("cashier")
                .get(path + "?patientId=" + patient + "&from=" + day + "&to=" + day)
                .path("items.id");
    }

    private static LocalDate day(Response of, String member, ZoneId zone) {
        return LocalDate.ofInstant(Instant.parse(of.path(member)), zone);
    }

    private static String money(String amount) {
        return "{\"amount\":\"" + amount + "\",\"currency\":\"" + CURRENCY + "\"}";
    }
}
