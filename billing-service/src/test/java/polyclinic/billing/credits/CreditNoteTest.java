package polyclinic.billing.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.billing.ServiceTest;
import polyclinic.commons.testing.web.Concurrently;

@QuarkusTest
class CreditNoteTest extends ServiceTest {
    @Test
    void parts_of_a_line_are_credited_to_the_last_digit_and_never_more() {
        UUID patient = knownPatient();
        String id = issued(patient, line("Dressing", "3", "33.33", "0.18"));
        String lineId = invoice(id).extract().path("lines[0].id");

        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < 3; i++) {
            String note = created(credit(id, "{\"lineId\":\"" + lineId + "\",\"quantity\":\"1\"}"));
            sum = sum.add(new BigDecimal(
                    asPatient(patient).get("/api/v1/credit-notes/" + note).<String>path("total.amount")));
        }

        assertThat(sum.toPlainString()).isEqualTo(invoice(id).extract().path("total.amount"));
        invoice(id).body("due.amount", equalTo("0.00")).body("status", equalTo("paid"));
        assertProblem(credit(id, "{\"lineId\":\"" + lineId + "\"}"), 409, "exceeds-invoiced");
        assertProblem(
                credit(id, "{\"description\":\"More\",\"unitPrice\":" + inr("0.01") + "}"), 409, "exceeds-invoiced");
        as("cashier").get("/api/v1/credit-notes?invoiceId=" + id).then().body("items.size()", equalTo(3));
    }

    @Test
    void credit_notes_have_gapless_numbers_of_their_own() {
        String id = issued(knownPatient(), line("Dressing", "40", "1"));
        String lineId = invoice(id).extract().path("lines[0].id");

        List<Integer> answers =
                Concurrently.run(20, () -> credit(id, "{\"lineId\":\"" + lineId + "\",\"quantity\":\"1\"}")
                        .statusCode());

        assertThat(answers).hasSize(20).containsOnly(201);
        assertThat(rows("select number from credit_note where invoice_id = $1", UUID.fromString(id)))
                .hasSize(20);

        for (Row year :
                rows("select count(*) as n, min(series_number) as low, max(series_number) as high from credit_note"
                        + " group by series_year")) {
            assertThat(year.getInteger("low")).isEqualTo(1);
            assertThat(year.getLong("n")).isEqualTo(year.getInteger("high").longValue());
        }
    }

    @Test
    void what_was_paid_and_is_credited_is_owed_to_the_patient() {
        UUID patient = knownPatient();
        String id = issued(patient, line("Dressing", "2", "50"));
        String payment = created(pay(id, "100", "card"));
        String lineId = invoice(id).extract().path("lines[0].id");

        created(credit(id, "{\"lineId\":\"" + lineId + "\",\"quantity\":\"1\"}"));

        invoice(id).body("due.amount", equalTo("-50.00"));
        as("cashier").get("/api/v1/statements/" + patient).then().body("balances[0].amount", equalTo("-50.00"));
        assertProblem(pay(id, "1", "card"), 409, "exceeds-due");
        refund(payment, "50").then().statusCode(200);
        invoice(id).body("due.amount", equalTo("0.00"));
    }

    @Test
    void an_invoice_is_told_as_paid_whenever_nothing_is_due_any_more() {
        String allCredited = issued(knownPatient(), line("Dressing", "1", "50"));
        created(credit(allCredited, "{\"description\":\"Part\",\"unitPrice\":" + inr("20") + "}"));
        created(credit(allCredited, "{\"description\":\"Rest\",\"unitPrice\":" + inr("30") + "}"));
        String restCredited = issued(knownPatient(), line("Dressing", "1", "50"));
        created(pay(restCredited, "20", "card"));
        created(credit(restCredited, "{\"description\":\"Rest\",\"unitPrice\":" + inr("30") + "}"));
        String restPaid = issued(knownPatient(), line("Dressing", "1", "50"));
        created(credit(restPaid, "{\"description\":\"Part\",\"unitPrice\":" + inr("30") + "}"));
        created(pay(restPaid, "20", "card"));
        String free = issued(knownPatient(), line("Dressing", "1", "0"));

        for (String id : List.of(allCredited, restCredited, restPaid, free))
            assertThat(published(id, 3)).containsExactly("invoice.drafted", "invoice.issued", "invoice.paid");
    }

    @Test
    void a_draft_is_not_credited() {
        assertProblem(
                credit(
                        drafted(knownPatient(), line("Dressing", "2", "50")),
                        "{\"description\":\"x\",\"unitPrice\":" + inr("1") + "}"),
                409,
                "invalid-transition");
    }

    private static Response credit(String id, String item) {
        return as("cashier")
                .body("{\"reason\":\"mistaken\",\"lines\":[" + item + "]}")
                .post(INVOICES + "/" + id + "/credit-note");
    }
}
