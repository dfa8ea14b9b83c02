package polyclinic.billing.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
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
import polyclinic.commons.testing.web.Concurrently;

@QuarkusTest
class PaymentTest extends ServiceTest {
    @Test
    void what_is_paid_and_given_back_shows_in_the_invoice() {
        UUID patient = knownPatient();
        String id = issued(patient, line("Consultation", "1", "500"));

        String payment = created(pay(id, "200", "card"));
        invoice(id).body("status", equalTo("partially_paid")).body("due.amount", equalTo("300.00"));
        created(pay(id, "300.00", "transfer"));
        invoice(id).body("status", equalTo("paid")).body("paid.amount", equalTo("500.00"));
        assertProblem(pay(id, "0.01", "card"), 409, "exceeds-due");
        refund(payment, "50").then().statusCode(200).body("refunded.amount", equalTo("50.00"));
        assertProblem(refund(payment, "150.01"), 409, "exceeds-paid");
        refund(payment, "150").then().statusCode(200);

        invoice(id).body("status", equalTo("partially_paid")).body("due.amount", equalTo("200.00"));
        assertProblem(voidIt(id), 409, "invalid-transition");
        asPatient(patient).get("/api/v1/payments/" + payment).then().body("refunds.size()", equalTo(2));
        asPatient(UUID.randomUUID()).get("/api/v1/payments/" + payment).then().statusCode(404);
        asPatient(patient).get("/api/v1/payments?invoiceId=" + id).then().body("items.size()", equalTo(2));
        assertThat(published(payment, 3)).containsExactly("payment.taken", "payment.refunded", "payment.refunded");
        assertThat(published(id, 3)).containsExactly("invoice.drafted", "invoice.issued", "invoice.paid");
    }

    @Test
    void fifty_payments_at_once_never_take_more_than_is_due() {
        String id = issued(knownPatient(), line("Consultation", "1", "100"));

        List<Integer> answers = Concurrently.run(50, () -> pay(id, "10", "card").statusCode());

        assertThat(answers).filteredOn(status -> status == 201).hasSize(10);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(40);
        invoice(id).body("status", equalTo("paid")).body("paid.amount", equalTo("100.00"));
    }

    @Test
    void fifty_refunds_at_once_never_give_back_more_than_was_paid() {
        String id = issued(knownPatient(), line("Consultation", "1", "100"));
        String payment = created(pay(id, "100", "card"));

        List<Integer> answers = Concurrently.run(50, () -> refund(payment, "10").statusCode());

        assertThat(answers).filteredOn(status -> status == 200).hasSize(10);
        invoice(id).body("status", equalTo("issued")).body("paid.amount", equalTo("0.00"));
    }

    /** Whoever writes past the service meets the same rule. */
    @Test
    void the_database_refuses_a_payment_beyond_what_is_due() {
        String id = issued(knownPatient(), line("Consultation", "1", "100"));

        assertThatThrownBy(() -> execute("""
                        with p as (
                            insert into posting (id, type, document_id, invoice_id, patient_id, method, day, posted_at)
                            values (gen_random_uuid(), 'PAYMENT', gen_random_uuid(), $1, gen_random_uuid(), 'CARD',
                                    current_date, now()) returning id)
                        insert into ledger_entry (posting_id, line, account, currency, amount, kind)
                        select id, 1, 'FUNDS', 'INR', 100.01, 'OTHER' from p union all
                        select id, 2, 'RECEIVABLE', 'INR', -100.01, 'OTHER' from p""", UUID.fromString(id))).hasMessageContaining("more was paid than is due");
    }

    @Test
    void what_is_no_amount_of_the_invoice_is_refused() {
        String id = issued(knownPatient(), line("Consultation", "1", "500"));

        assertProblem(pay(id, "0", "card"), 422, "invalid-input");
        assertProblem(pay(id, "-1", "card"), 422, "invalid-input");
        assertProblem(pay(id, "1.005", "card"), 422, "invalid-input");
        assertProblem(
                payWith(id, "{\"amount\":{\"amount\":\"1\",\"currency\":\"USD\"},\"method\":\"card\"}"),
                422,
                "mixed-currencies");
        assertProblem(
                payWith(id, "{\"amount\":{\"amount\":1.5,\"currency\":\"INR\"},\"method\":\"card\"}"),
                422,
                "invalid-input");
        assertProblem(pay(drafted(knownPatient(), line("x", "1", "1")), "1", "card"), 409, "invalid-transition");
    }

    @Test
    void a_repeated_payment_is_taken_once() {
        String id = issued(knownPatient(), line("Consultation", "1", "500"));
        String body = "{\"amount\":" + inr("100") + ",\"method\":\"card\"}";
        String key = UUID.randomUUID().toString();

        String first = created(
                as("cashier").header("Idempotency-Key", key).body(body).post(INVOICES + "/" + id + "/payments"));
        String second = created(
                as("cashier").header("Idempotency-Key", key).body(body).post(INVOICES + "/" + id + "/payments"));

        assertThat(second).isEqualTo(first);
        invoice(id).body("paid.amount", equalTo("100.00"));
    }

    private static Response payWith(String id, String body) {
        return as("cashier").body(body).post(INVOICES + "/" + id + "/payments");
    }
}
