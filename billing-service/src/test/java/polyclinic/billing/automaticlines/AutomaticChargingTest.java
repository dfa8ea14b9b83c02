package polyclinic.billing.automaticlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.billing.automaticlines.PerformedEvents.encounterCompleted;
import static polyclinic.billing.automaticlines.PerformedEvents.labResulted;
import static polyclinic.billing.automaticlines.PerformedEvents.orderCompleted;
import static polyclinic.billing.automaticlines.PerformedEvents.settle;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.billing.ServiceTest;
import polyclinic.billing.automaticlines.PerformedEvents.Dispense;

@QuarkusTest
class AutomaticChargingTest extends ServiceTest {
    @Test
    void all_of_one_encounter_is_in_one_draft_once() {
        UUID patient = knownPatient();
        UUID encounter = UUID.randomUUID();
        UUID appointment = UUID.randomUUID();
        UUID order = UUID.randomUUID();
        Dispense dispense = new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, encounter, appointment);
        UUID event = UUID.randomUUID();
        for (int i = 0; i < 2; i++) {
            encounterCompleted(event, encounter, appointment, patient);
            encounterCompleted(encounter, appointment, patient);
            dispense.prepared();
            orderCompleted(order, encounter, patient, "procedure", "SUT-1");
            orderCompleted(UUID.randomUUID(), encounter, patient, "nursing", "N-1");
        }
        settle(pool);

        Response drafts = as("cashier").get(INVOICES + "?encounterId=" + encounter);
        drafts.then().body("items.size()", equalTo(1)).body("items[0].status", equalTo("draft"));
        List<String> sources = drafts.path("items[0].lines.source.type");
        assertThat(sources).containsExactlyInAnyOrder("encounter", "dispense", "order");
        drafts.then().body("items[0].appointmentId", equalTo(appointment.toString()));
        String id = drafts.path("items[0].id");
        assertThat(published(id, 4)).contains("invoice.drafted", "invoice.lines-added", "invoice.updated");
    }

    @Test
    void laboratory_without_an_encounter_goes_into_the_patients_open_draft_by_price() {
        UUID patient = knownPatient();
        String code = "T-" + UUID.randomUUID();
        as("admin")
                .body("""
                        {"code":"%s","name":"Potassium","kind":"lab","price":{"amount":"120","currency":"INR"},"taxRate":"0.05",\
                        "appliesTo":{"type":"lab_test","code":"%s"},"validFrom":"2020-01-01"}""".formatted(code, code))
                .post("/api/v1/prices")
                .then()
                .statusCode(201);
        labResulted(UUID.randomUUID(), patient, code);
        labResulted(UUID.randomUUID(), patient, "nobody prices this");
        settle(pool);

        Response drafts = as("cashier").get(INVOICES + "?patientId=" + patient);
        drafts.then()
                .body("items.size()", equalTo(1))
                .body("items[0].lines[0].unitPrice.amount", equalTo("120.00"))
                .body("items[0].lines[0].tax.amount", equalTo("6.00"))
                .body("items[0].lines[0].priceCode", equalTo(code))
                .body("items[0].lines[1].unitPrice", nullValue());
        assertProblem(issue(drafts.path("items[0].id")), 409, "unpriced-lines");
    }

    @Test
    void what_a_cashier_has_charged_makes_no_second_line() {
        UUID patient = knownPatient();
        UUID encounter = UUID.randomUUID();
        String line = """
                {"description":"Consultation","quantity":"1","unitPrice":{"amount":"1","currency":"INR"},\
                "source":{"type":"encounter","id":"%s"}}""".formatted(encounter);
        String id = drafted(patient, line);
        encounterCompleted(encounter, UUID.randomUUID(), patient);
        settle(pool);

        as("cashier").get(INVOICES + "?patientId=" + patient).then().body("items.size()", equalTo(1));
        assertProblem(as("cashier").body(draftBody(patient, line)).post(INVOICES), 409, "already-charged");
        voidIt(id).then().statusCode(200);
        drafted(patient, line);
    }

    /** The database fails in the middle of the effect: both the draft and its event come, once, or neither. */
    @Test
    void a_store_that_fails_in_between_leaves_nothing_half_done() {
        UUID patient = knownPatient();
        UUID encounter = UUID.randomUUID();
        execute("create sequence if not exists charge_failures");
        execute("create or replace function fail_charges() returns trigger language plpgsql as $$ begin"
                + " if new.state = 'CHARGED' and nextval('charge_failures') % 3 <> 0 then"
                + " raise exception 'away' using errcode = '40001'; end if; return new; end $$");
        execute("create trigger fail_charges before update on charge for each row execute function fail_charges()");
        try {
            encounterCompleted(encounter, UUID.randomUUID(), patient);
            settle(pool);
        } finally {
            execute("drop trigger fail_charges on charge");
        }

        Response drafts = as("cashier").get(INVOICES + "?encounterId=" + encounter);
        drafts.then().body("items.size()", equalTo(1)).body("items[0].lines.size()", equalTo(1));
        assertThat(published(drafts.path("items[0].id"), 2)).containsExactly("invoice.drafted", "invoice.lines-added");
    }
}
