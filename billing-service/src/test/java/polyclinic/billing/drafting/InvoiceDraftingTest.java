package polyclinic.billing.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.billing.ServiceTest;

@QuarkusTest
class InvoiceDraftingTest extends ServiceTest {
    @Test
    void a_draft_is_changed_by_whoever_read_it_last() {
        String id = drafted(knownPatient(), line("Consultation", "1", "500"));
        String etag = as("cashier").get(INVOICES + "/" + id).header("ETag");

        patch(id, etag, "{\"lines\":[" + line("Dressing", "2", "10") + "]}")
                .then()
                .statusCode(200)
                .body("total.amount", equalTo("20.00"));

        assertProblem(patch(id, etag, "{\"lines\":[]}"), 412, "stale-version");
        assertProblem(patch(id, "*", "{\"currency\":\"USD\"}"), 422, "mixed-currencies");
        for (String amount : List.of("500", "10.50", "0.01"))
            for (String currency : List.of("USD", "JPY", "BHD"))
                assertProblem(
                        patch(
                                drafted(knownPatient(), line("Consultation", "1", amount)),
                                "*",
                                "{\"currency\":\"" + currency + "\"}"),
                        422,
                        "mixed-currencies");
        patch(drafted(knownPatient(), line("Consultation", "1", "10.50")), "*", """
                        {"currency":"JPY","lines":[{"description":"x","quantity":"1","unitPrice":{"amount":"7","currency":"JPY"}}]}""")
                .then()
                .statusCode(200)
                .body("total.amount", equalTo("7"));
        assertProblem(patch(id, "*", "{\"patientId\":\"" + UUID.randomUUID() + "\"}"), 422, "invalid-input");
        assertThat(published(id, 2)).containsExactly("invoice.drafted", "invoice.updated");
    }

    @Test
    void an_encounter_has_one_draft() {
        UUID patient = knownPatient();
        String body = """
                {"patientId":"%s","encounterId":"%s","currency":"INR","lines":[]}""".formatted(patient, UUID.randomUUID());

        String id = created(as("cashier").body(body).post(INVOICES));
        assertProblem(as("cashier").body(body).post(INVOICES), 409, "draft-exists");
        voidIt(id).then().statusCode(200);
        created(as("cashier").body(body).post(INVOICES));
    }

    @Test
    void what_does_not_add_up_is_refused() {
        UUID patient = knownPatient();
        refused(patient, line("x", "0", "1"), "invalid-input");
        refused(patient, line("x", "-1", "1"), "invalid-input");
        refused(patient, line("x", "1", "-1"), "invalid-input");
        refused(patient, line("x", "1", "0.005"), "invalid-input");
        refused(patient, line("x", "1", "1", "1.01"), "invalid-input");
        refused(patient, line("x", "999999", "999999999999"), "invalid-input");
        refused(
                patient,
                "{\"description\":\"x\",\"quantity\":\"1\",\"unitPrice\":{\"amount\":\"1\",\"currency\":\"JPY\"}}",
                "mixed-currencies");
        refused(
                patient,
                "{\"description\":\"x\",\"quantity\":\"1\",\"unitPrice\":" + inr("1") + ",\"discount\":{\"amount\":"
                        + inr("2") + "}}",
                "invalid-input");
        refused(
                patient,
                "{\"description\":\"x\",\"quantity\":\"1\",\"unitPrice\":" + inr("1") + ",\"discount\":{}}",
                "invalid-input");
        refused(patient, "{\"quantity\":\"1\",\"unitPrice\":" + inr("1") + "}", "invalid-input");
        assertProblem(
                as("cashier")
                        .body(draftBody(UUID.randomUUID(), line("x", "1", "1")))
                        .post(INVOICES),
                422,
                "unknown-patient");
        assertProblem(
                as("cashier")
                        .body("{\"patientId\":\"" + patient + "\",\"currency\":\"ABC\",\"lines\":[]}")
                        .post(INVOICES),
                422,
                "invalid-input");
    }

    @Test
    void money_of_elsewhere_keeps_its_number_and_is_in_the_statement_only() {
        UUID patient = knownPatient();
        String externalId = UUID.randomUUID().toString();
        String body = """
                {"patientId":"%s","currency":"USD","lines":[{"description":"Visit","quantity":"1",\
                "unitPrice":{"amount":"80.00","currency":"USD"}}],"provenance":{"source":"urn:old","externalId":"%s"},\
                "number":"OLD-7","issuedAt":"2019-05-01T10:00:00Z","paid":{"amount":"30","currency":"USD"}}""".formatted(patient, externalId);
        assertProblem(as("cashier").body(body).post(INVOICES), 403, "forbidden");

        String id = created(as("admin").body(body).post(INVOICES));

        invoice(id)
                .body("number", equalTo("OLD-7"))
                .body("status", equalTo("partially_paid"))
                .body("due.amount", equalTo("50.00"));
        assertProblem(as("admin").body(body).post(INVOICES), 409, "duplicate-external-id");
        assertThat(as("cashier").get(INVOICES + "?status=partially_paid").<List<String>>path("items.id"))
                .as("of the last months unless a period is named")
                .doesNotContain(id);
        assertThat(as("cashier")
                        .get(INVOICES + "?status=partially_paid&from=2019-05-01&to=2019-05-01")
                        .<List<String>>path("items.id"))
                .contains(id);
        as("cashier")
                .get("/api/v1/reports/revenue")
                .then()
                .body("from", notNullValue())
                .body("to", notNullValue());
        as("cashier").get(INVOICES + "?externalId=urn:old|" + externalId).then().body("items.id", equalTo(List.of(id)));
        asPatient(patient)
                .get("/api/v1/statements/" + patient)
                .then()
                .body("items.type", equalTo(List.of("history_invoice", "history_payment")))
                .body("balances[0].amount", equalTo("50.00"));
        assertThat(as("admin")
                        .get("/api/v1/reports/revenue?by=day&to=2019-12-31")
                        .<List<?>>path("items"))
                .isEmpty();
        assertProblem(pay(id, "1", "card"), 409, "invalid-transition");
        assertProblem(voidIt(id), 409, "invalid-transition");
        assertThat(published(id, 1)).containsExactly("invoice.recorded");
    }

    private static void refused(UUID patient, String line, String slug) {
        assertProblem(as("cashier").body(draftBody(patient, line)).post(INVOICES), 422, slug);
    }

    private static Response patch(String id, String etag, String body) {
        return as("cashier").header("If-Match", etag).body(body).patch(INVOICES + "/" + id);
    }
}
