package polyclinic.billing.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.billing.automaticlines.PerformedEvents.appointmentCancelled;
import static polyclinic.billing.automaticlines.PerformedEvents.appointmentMissed;
import static polyclinic.billing.automaticlines.PerformedEvents.encounterCompleted;
import static polyclinic.billing.automaticlines.PerformedEvents.performed;
import static polyclinic.billing.automaticlines.PerformedEvents.settle;
import static polyclinic.billing.automaticlines.PerformedEvents.walkInCancelled;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.billing.ServiceTest;
import polyclinic.billing.automaticlines.PerformedEvents.Dispense;
import polyclinic.commons.testing.servers.TopicClient;

/**
 * A visit that was cancelled, with an appointment or without, in every state that its invoice can be in; told once, three times, and
 * before what it cancels. An appointment to which the patient did not come.
 */
@QuarkusTest
class VisitSettlementTest extends ServiceTest {
    @ParameterizedTest(name = "{0} -> {1}, {2}")
    @CsvSource({
        // state, status then, paid then, what is told
        "draft, void, 0.00, invoice.voided",
        "issued, void, 0.00, invoice.voided",
        "part by card, void, 0.00, invoice.voided",
        "paid by card, void, 0.00, invoice.voided",
        "paid and refunded, void, 0.00, invoice.voided",
        "paid by cash, paid, 100.00, settlement.failed",
        "part by card and cash, partially_paid, 40.00, settlement.failed",
        "void, void, 0.00, invoice.voided",
        "handed over, draft, 0.00, settlement.failed",
    })
    void its_invoice_is_voided_or_refunded_or_told_of(String state, String status, String paid, String told) {
        UUID patient = knownPatient();
        UUID appointment = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        assertSettled(reach(state, patient, appointment), status, paid, told, () -> {
            for (int i = 0; i < 3; i++) appointmentCancelled(event, appointment, patient);
        });
    }

    @ParameterizedTest(name = "{0} -> {1}, {2}")
    @CsvSource({
        "draft, void, 0.00, invoice.voided",
        "issued, void, 0.00, invoice.voided",
        "paid by card, void, 0.00, invoice.voided",
        "part by card and cash, partially_paid, 40.00, settlement.failed",
        "void, void, 0.00, invoice.voided",
        "handed over, draft, 0.00, settlement.failed",
    })
    void the_invoice_of_who_came_without_an_appointment_and_left_is_settled_the_same(
            String state, String status, String paid, String told) {
        UUID patient = knownPatient();
        UUID encounter = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        assertSettled(reach(state, patient, null, encounter), status, paid, told, () -> {
            for (int i = 0; i < 3; i++) walkInCancelled(event, encounter, patient);
        });
    }

    @ParameterizedTest(name = "{0} -> {1}, {2}")
    @CsvSource({
        "draft, void, 0.00, invoice.voided",
        "issued, issued, 0.00, settlement.failed",
        "paid by card, paid, 100.00, settlement.failed",
        "part by card and cash, partially_paid, 70.00, settlement.failed",
        "void, void, 0.00, invoice.voided",
        "handed over, draft, 0.00, settlement.failed",
    })
    void what_the_patient_owes_who_did_not_come_is_for_somebody_to_say(
            String state, String status, String paid, String told) {
        UUID patient = knownPatient();
        UUID appointment = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        assertSettled(reach(state, patient, appointment), status, paid, told, () -> {
            for (int i = 0; i < 3; i++) appointmentMissed(event, appointment, patient);
        });
    }

    @Test
    void what_was_done_before_or_is_charged_after_an_appointment_was_missed_stays() {
        UUID patient = knownPatient();
        UUID appointment = UUID.randomUUID();
        performed("lab_request", UUID.randomUUID(), appointment, patient);
        settle(pool);
        appointmentMissed(UUID.randomUUID(), appointment, patient);
        settle(pool);
        String fee = reach("draft", patient, appointment);
        performed("order", UUID.randomUUID(), appointment, patient);
        settle(pool);

        assertThat(as("cashier").get(INVOICES + "?patientId=" + patient).<List<String>>path("items.status"))
                .containsOnly("draft");
        invoice(fee).body("lines.size()", equalTo(1));
        assertThat(rows("select state from charge where patient_id = $1 and state = 'CHARGED'", patient))
                .hasSize(2);
    }

    @Test
    void who_left_before_a_doctor_began_has_nothing_to_settle() {
        UUID patient = knownPatient();
        String draft = drafted(patient, line("Certificate", "1", "100"));

        walkInCancelled(UUID.randomUUID(), null, patient);
        settle(pool);

        invoice(draft).body("status", equalTo("draft"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void medicines_of_who_came_without_an_appointment_and_left_are_settled_whichever_is_told_first(boolean before) {
        UUID patient = knownPatient();
        UUID encounter = UUID.randomUUID();
        Dispense dispense = new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, encounter, null);

        if (before) dispense.prepared();
        settle(pool);
        walkInCancelled(UUID.randomUUID(), encounter, patient);
        settle(pool);
        if (!before) dispense.prepared();
        settle(pool);

        assertThat(statusOf(dispense, patient)).isEqualTo("void");
    }

    private void assertSettled(String id, String status, String paid, String told, Runnable happens) {
        happens.run();
        settle(pool);

        Response invoice = as("cashier").get(INVOICES + "/" + id);
        assertThat(invoice.<String>path("status")).isEqualTo(status);
        assertThat(invoice.<String>path("paid.amount")).isEqualTo(paid);
        TopicClient.await(
                "billing.events",
                message -> message.key().equals(id) && message.type().equals(told + ".v1"),
                1);
        assertThat(TopicClient.all("billing.events").stream()
                        .filter(message ->
                                message.key().equals(id) && message.type().equals(told + ".v1")))
                .hasSize(1);
    }

    @Test
    void a_visit_that_is_told_after_its_cancellation_makes_no_line() {
        UUID patient = knownPatient();
        UUID appointment = UUID.randomUUID();
        UUID encounter = UUID.randomUUID();

        appointmentCancelled(UUID.randomUUID(), appointment, patient);
        settle(pool);
        encounterCompleted(encounter, appointment, patient);
        settle(pool);

        assertThat(as("cashier").get(INVOICES + "?patientId=" + patient).<List<?>>path("items"))
                .isEmpty();
    }

    /** The database fails after the refund and before the invoice is void: both come, once. */
    @Test
    void a_store_that_fails_in_between_gives_back_once() {
        UUID patient = knownPatient();
        UUID appointment = UUID.randomUUID();
        String id = reach("paid by card", patient, appointment);
        execute("create sequence if not exists void_failures");
        execute("create or replace function fail_voids() returns trigger language plpgsql as $$ begin"
                + " if new.type = 'VOID' and nextval('void_failures') % 3 <> 0 then"
                + " raise exception 'away' using errcode = '40001'; end if; return new; end $$");
        execute("create trigger fail_voids before insert on posting for each row execute function fail_voids()");
        try {
            appointmentCancelled(UUID.randomUUID(), appointment, patient);
            settle(pool);
        } finally {
            execute("drop trigger fail_voids on posting");
        }

        Response payments = as("cashier").get("/api/v1/payments?invoiceId=" + id);
        assertThat(as("cashier").get(INVOICES + "/" + id).<String>path("status"))
                .isEqualTo("void");
        assertThat(payments.<List<?>>path("items[0].refunds")).hasSize(1);
        assertThat(payments.<String>path("items[0].refunded.amount")).isEqualTo("100.00");
    }

    @ParameterizedTest
    @CsvSource({"encounter", "dispense", "order", "lab_request"})
    void what_is_done_for_a_cancelled_appointment_costs_nothing_whichever_is_told_first(String kind) {
        UUID patient = knownPatient();
        UUID before = UUID.randomUUID();
        UUID after = UUID.randomUUID();
        performed(kind, UUID.randomUUID(), before, patient);
        appointmentCancelled(UUID.randomUUID(), after, patient);
        settle(pool);
        appointmentCancelled(UUID.randomUUID(), before, patient);
        performed(kind, UUID.randomUUID(), after, patient);
        settle(pool);

        assertThat(as("cashier").get(INVOICES + "?patientId=" + patient).<List<String>>path("items.status"))
                .isSubsetOf("void");
        // The request whose test was charged is withdrawn as a whole.
        assertThat(rows("select state from charge where patient_id = $1 and state <> 'WITHDRAWN'", patient))
                .extracting(row -> row.getString("state"))
                .containsExactly("RELEASED", "RELEASED");
    }

    @Test
    void cancelling_one_appointment_leaves_what_is_for_another_or_for_none() {
        UUID patient = knownPatient();
        UUID cancelled = UUID.randomUUID();
        Dispense ofCancelled = new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, null, cancelled);
        Dispense ofAnother = new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, null, UUID.randomUUID());
        Dispense ofNone = new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, null, null);
        List.of(ofCancelled, ofAnother, ofNone).forEach(Dispense::prepared);
        settle(pool);
        appointmentCancelled(UUID.randomUUID(), cancelled, patient);
        settle(pool);

        assertThat(statusOf(ofCancelled, patient)).isEqualTo("void");
        assertThat(statusOf(ofAnother, patient)).isEqualTo("draft");
        assertThat(statusOf(ofNone, patient)).isEqualTo("draft");
    }

    @Test
    void a_draft_that_was_begun_without_its_appointment_is_found_once_a_line_has_named_it() {
        UUID patient = knownPatient();
        UUID encounter = UUID.randomUUID();
        UUID appointment = UUID.randomUUID();
        String id = created(as("cashier")
                .body("""
                        {"patientId":"%s","encounterId":"%s","currency":"INR","lines":[%s]}""".formatted(patient, encounter, line("Dressing", "1", "100")))
                .post(INVOICES));
        new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, encounter, appointment).prepared();
        settle(pool);
        invoice(id).body("lines.size()", equalTo(2)).body("appointmentId", equalTo(appointment.toString()));
        appointmentCancelled(UUID.randomUUID(), appointment, patient);
        settle(pool);

        invoice(id).body("status", equalTo("void"));
    }

    @Test
    void an_invoice_whose_cash_is_back_is_voided_at_last() {
        openDrawer();
        UUID patient = knownPatient();
        UUID appointment = UUID.randomUUID();
        String id = reach("issued", patient, appointment);
        String payment = created(pay(id, "40", "cash"));
        appointmentCancelled(UUID.randomUUID(), appointment, patient);
        settle(pool);
        refund(payment, "10").then().statusCode(200);
        invoice(id).body("status", equalTo("partially_paid"));

        refund(payment, "30").then().statusCode(200);

        invoice(id).body("status", equalTo("void")).body("paid.amount", equalTo("0.00"));
    }

    private static String statusOf(Dispense dispense, UUID patient) {
        return as("cashier")
                .get(INVOICES + "?patientId=" + patient)
                .path("items.find { it.lines[0].source.id == '" + dispense.id() + "' }.status");
    }

    private String reach(String state, UUID patient, UUID appointment) {
        return reach(state, patient, appointment, UUID.randomUUID());
    }

    private String reach(String state, UUID patient, @Nullable UUID appointment, UUID encounter) {
        if (state.contains("cash")) openDrawer();
        if (state.equals("handed over")) {
            Dispense dispense = new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, encounter, appointment);
            dispense.prepared();
            dispense.handedOver();
            settle(pool);
            return as("cashier").get(INVOICES + "?patientId=" + patient).path("items[0].id");
        }
        String id = created(as("cashier")
                .body("""
                        {"patientId":"%s","%s":"%s","currency":"INR","lines":[%s]}""".formatted(
                                patient,
                                appointment == null ? "encounterId" : "appointmentId",
                                appointment == null ? encounter : appointment,
                                line("Consultation", "1", "100")))
                .post(INVOICES));
        if (!state.equals("draft")) issue(id).then().statusCode(200);
        switch (state) {
            case "part by card" -> created(pay(id, "60", "card"));
            case "paid by card" -> created(pay(id, "100", "card"));
            case "paid and refunded" ->
                refund(created(pay(id, "100", "transfer")), "100").then().statusCode(200);
            case "paid by cash" -> created(pay(id, "100", "cash"));
            case "part by card and cash" -> {
                created(pay(id, "30", "card"));
                created(pay(id, "40", "cash"));
            }
            case "void" -> voidIt(id).then().statusCode(200);
            default -> {}
        }
        return id;
    }
}
