package polyclinic.billing.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import polyclinic.billing.ServiceTest;
import polyclinic.commons.testing.web.Concurrently;

@QuarkusTest
class InvoiceIssuanceTest extends ServiceTest {
    @Test
    void an_issued_invoice_has_a_number_and_owes_its_lines() {
        UUID patient = knownPatient();
        String id = drafted(patient, line("Consultation", "1", "500"), line("Dressing", "3", "33.33", "0.18"));
        invoice(id).body("status", equalTo("draft")).body("number", nullValue()).body("due.amount", equalTo("617.99"));

        issue(id)
                .then()
                .statusCode(200)
                .body("status", equalTo("issued"))
                .body("net.amount", equalTo("599.99"))
                .body("tax.amount", equalTo("18.00"))
                .body("total.amount", equalTo("617.99"))
                .body("paid.amount", equalTo("0.00"))
                .body("due.amount", equalTo("617.99"));

        assertThat(invoice(id).extract().<String>path("number")).matches("INV-\\d{4}-\\d{6}");
        assertThat(published(id, 2)).containsExactly("invoice.drafted", "invoice.issued");
        assertProblem(issue(id), 409, "invalid-transition");
        asPatient(patient).get(INVOICES + "/" + id).then().statusCode(200);
        asPatient(UUID.randomUUID()).get(INVOICES + "/" + id).then().statusCode(404);
    }

    @Test
    void a_draft_is_not_shown_to_its_patient() {
        UUID patient = knownPatient();
        String id = drafted(patient, line("Consultation", "1", "500"));

        asPatient(patient).get(INVOICES + "/" + id).then().statusCode(404);
        asPatient(patient).get(INVOICES + "?patientId=" + patient).then().body("items.size()", equalTo(0));
    }

    /** Some are refused after their number was taken: the next one gets it. */
    @Test
    void numbers_have_no_gap_and_no_double_when_many_issue_at_once_and_some_fail() {
        UUID patient = knownPatient();
        List<String> drafts = new ArrayList<>();
        for (int i = 0; i < 30; i++) drafts.add(drafted(patient, line("Line " + i, "1", "10")));
        execute("create or replace function refuse_some() returns trigger language plpgsql as $$ begin"
                + " if new.issued_at is not null and new.id::text ~ '[0-3]$' then raise exception 'refused'; end if;"
                + " return new; end $$");
        execute("create trigger refuse_some before update on invoice for each row execute function refuse_some()");
        try {
            Concurrently.run(drafts.stream()
                    .map(id -> (Callable<Integer>) () -> issue(id).statusCode())
                    .toList());
        } finally {
            execute("drop trigger refuse_some on invoice");
        }
        Concurrently.run(drafts.stream()
                .map(id -> (Callable<Integer>) () -> issue(id).statusCode())
                .toList());

        for (String id : drafts) invoice(id).body("status", equalTo("issued"));
        assertGapless("invoice");
    }

    private void assertGapless(String table) {
        for (Row year : rows("select series_year, count(*) as n, min(series_number) as low, max(series_number) as high"
                + " from " + table + " where series_number is not null group by series_year")) {
            assertThat(year.getInteger("low")).isEqualTo(1);
            assertThat(year.getLong("n")).isEqualTo(year.getInteger("high").longValue());
        }
    }

    @Test
    void the_database_refuses_to_change_what_was_issued() {
        String id = issued(knownPatient(), line("Consultation", "1", "500"));
        UUID uuid = UUID.fromString(id);

        for (String change : List.of(
                "update invoice set currency = 'USD' where id = $1",
                "update invoice set number = 'X' where id = $1",
                "update invoice set status = 'DRAFT', issued_at = null where id = $1",
                "delete from invoice where id = $1",
                "update invoice_line set unit_price = 1 where invoice_id = $1",
                "delete from invoice_line where invoice_id = $1",
                "insert into invoice_line (id, invoice_id, position, kind, description, quantity, unit_price, tax_rate)"
                        + " values (gen_random_uuid(), $1, 9, 'OTHER', 'x', 1, 1, 0)",
                "update posting set day = day - 1 where invoice_id = $1",
                "delete from ledger_entry where posting_id in (select id from posting where invoice_id = $1)",
                "update number_series set last = last + 2 where $1::uuid is not null",
                "insert into ledger_entry (posting_id, line, account, currency, amount, kind)"
                        + " select id, 99, 'RECEIVABLE', 'INR', 1, 'OTHER' from posting where invoice_id = $1"))
            assertThatThrownBy(() -> execute(change, uuid)).as(change).isInstanceOf(RuntimeException.class);
        invoice(id).body("total.amount", equalTo("500.00")).body("due.amount", equalTo("500.00"));
        as("cashier")
                .header("If-Match", "*")
                .body("{\"lines\":[]}")
                .patch(INVOICES + "/" + id)
                .then()
                .statusCode(409);
    }

    @Test
    void an_unpaid_invoice_is_voided_and_its_number_stays() {
        String id = issued(knownPatient(), line("Consultation", "1", "500", "0.18"));
        String number = invoice(id).extract().path("number");

        voidIt(id).then().statusCode(200).body("status", equalTo("void")).body("due.amount", equalTo("0.00"));

        invoice(id).body("number", equalTo(number)).body("voidReason", equalTo("mistaken"));
        assertThat(published(id, 3)).containsExactly("invoice.drafted", "invoice.issued", "invoice.voided");
        assertProblem(voidIt(id), 409, "invalid-transition");
        assertProblem(pay(id, "1", "card"), 409, "invalid-transition");
    }

    @Test
    void what_lacks_lines_or_a_price_is_not_issued_and_takes_no_number() {
        UUID patient = knownPatient();
        String empty = drafted(patient);
        String unpriced = drafted(patient, "{\"description\":\"Something\",\"quantity\":\"1\"}");

        assertProblem(issue(empty), 409, "no-lines");
        assertProblem(issue(unpriced), 409, "unpriced-lines");
    }
}
