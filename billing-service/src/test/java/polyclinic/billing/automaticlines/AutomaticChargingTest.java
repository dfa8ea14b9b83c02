package polyclinic.billing.automaticlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.billing.automaticlines.PerformedEvents.encounterCompleted;
import static polyclinic.billing.automaticlines.PerformedEvents.labResulted;
import static polyclinic.billing.automaticlines.PerformedEvents.labResultedAt;
import static polyclinic.billing.automaticlines.PerformedEvents.orderCompleted;
import static polyclinic.billing.automaticlines.PerformedEvents.settle;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.billing.ServiceTest;
import polyclinic.billing.automaticlines.PerformedEvents.Dispense;
import polyclinic.billing.automaticlines.PerformedEvents.LabRequest;

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

    /** A prescription that was written for the appointment knows nothing of the encounter. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_knows_the_appointment_alone_is_in_the_draft_of_its_encounter(boolean first) {
        UUID patient = knownPatient();
        UUID encounter = UUID.randomUUID();
        UUID appointment = UUID.randomUUID();
        Dispense dispense = new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, null, appointment);
        if (first) dispense.prepared();
        if (first) settle(pool);
        encounterCompleted(encounter, appointment, patient);
        settle(pool);
        if (!first) dispense.prepared();
        settle(pool);

        Response drafts = as("cashier").get(INVOICES + "?patientId=" + patient);
        drafts.then().body("items.size()", equalTo(1)).body("items[0].encounterId", equalTo(encounter.toString()));
        List<String> sources = drafts.path("items[0].lines.source.type");
        assertThat(sources).containsExactlyInAnyOrder("encounter", "dispense");
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

    /** Reports name all results that there are; A, B and C were asked for, and D follows from another result. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "resulted A, A",
        "resulted A; resulted A B, A B",
        "resulted A; resulted A B; resulted A B C, A B C",
        "resulted A; resulted A D, A D",
        "resulted A; resulted A B C D, A B C D",
        // in another order, and again
        "resulted A B D; resulted A, A B D",
        "resulted A; resulted A B; resulted A, A B",
        "resulted A; resulted A; resulted A B; resulted A B, A B",
        // corrections
        "resulted A; corrected A, A",
        "resulted A; corrected A; resulted A B, A B",
        "corrected A; resulted A, A",
        "corrected A, nothing",
        // what has no result
        "cancelled, nothing",
        "resulted, nothing",
        "resulted; resulted A, A",
    })
    void each_test_of_a_laboratory_request_is_charged_when_it_has_a_result(String told, String charged) {
        LabRequest request = LabRequest.of(knownPatient());
        for (String event : told.split("; ")) {
            String[] codes =
                    event.contains(" ") ? event.replaceFirst("\\w+ ", "").split(" ") : new String[0];
            if (event.startsWith("resulted")) request.resulted(codes);
            else if (event.startsWith("corrected")) request.corrected(codes);
            else request.cancelled();
        }
        settle(pool);

        assertThat(testsIn(request, "items"))
                .containsExactlyInAnyOrder(charged.equals("nothing") ? new String[0] : charged.split(" "));
    }

    @Test
    void a_result_that_comes_after_the_invoice_is_in_another_and_each_is_given_back_with_its_own() {
        LabRequest request = LabRequest.of(knownPatient());
        as("admin")
                .body("""
                        {"code":"%1$s","name":"A","kind":"lab","price":%2$s,"appliesTo":{"type":"lab_test","code":"%1$s"},\
                        "validFrom":"2020-01-01"}""".formatted("A-" + request.id(), inr("10")))
                .post("/api/v1/prices")
                .then()
                .statusCode(201);
        String first = "A-" + request.id();
        request.resulted(first);
        settle(pool);
        String issued =
                as("cashier").get(INVOICES + "?patientId=" + request.patient()).path("items[0].id");
        issue(issued).then().statusCode(200);
        request.resulted(first, "B", "D");
        settle(pool);

        assertThat(testsIn(request, "items.findAll { it.status == 'issued' }")).containsExactly(first);
        assertThat(testsIn(request, "items.findAll { it.status == 'draft' }")).containsExactlyInAnyOrder("B", "D");
        String draft = as("cashier")
                .get(INVOICES + "?patientId=" + request.patient())
                .path("items.find { it.status == 'draft' }.id");
        voidIt(draft).then().statusCode(200);
        request.resulted(first, "B", "C", "D");
        settle(pool);

        assertThat(testsIn(request, "items.findAll { it.status == 'draft' }")).containsExactly("C");
        String[] voided = invoice(draft)
                .extract()
                .<List<String>>path("lines.source.itemId")
                .toArray(String[]::new);
        drafted(request.patient(), ofRequest(request, voided[0]), ofRequest(request, voided[1]));
        assertProblem(
                as("cashier")
                        .body(draftBody(request.patient(), ofRequest(request, voided[0])))
                        .post(INVOICES),
                409,
                "already-charged");
        String another = invoice(issued).extract().path("lines[0].source.itemId");
        assertProblem(
                as("cashier")
                        .body(draftBody(request.patient(), ofRequest(request, another)))
                        .post(INVOICES),
                409,
                "already-charged");
        assertProblem(
                as("cashier")
                        .body(draftBody(knownPatient(), ofRequest(request, voided[0])))
                        .post(INVOICES),
                422,
                "invalid-input");
    }

    @Test
    void a_laboratory_request_is_charged_as_a_whole_or_by_its_tests() {
        LabRequest whole = LabRequest.of(knownPatient());
        LabRequest byTests = LabRequest.of(knownPatient());
        drafted(whole.patient(), ofRequest(whole, null));
        whole.resulted("A");
        whole.resulted("A", "D");
        byTests.resulted("A");
        settle(pool);

        as("cashier").get(INVOICES + "?patientId=" + whole.patient()).then().body("items.size()", equalTo(1));
        assertProblem(
                as("cashier")
                        .body(draftBody(
                                whole.patient(),
                                ofRequest(whole, UUID.randomUUID().toString())))
                        .post(INVOICES),
                409,
                "already-charged");
        String body = draftBody(byTests.patient(), ofRequest(byTests, null));
        assertProblem(as("cashier").body(body).post(INVOICES), 409, "already-charged");
        String draft =
                as("cashier").get(INVOICES + "?patientId=" + byTests.patient()).path("items[0].id");
        as("cashier")
                .header("If-Match", "*")
                .body("{\"lines\":[" + ofRequest(byTests, null) + "]}")
                .patch(INVOICES + "/" + draft)
                .then()
                .statusCode(200);
        byTests.resulted("A", "B");
        settle(pool);
        as("cashier").get(INVOICES + "?patientId=" + byTests.patient()).then().body("items.size()", equalTo(1));
    }

    @Test
    void one_test_that_is_named_in_two_requests_is_no_failure() {
        LabRequest request = LabRequest.of(knownPatient());
        LabRequest other = LabRequest.of(request.patient());
        String test = UUID.randomUUID().toString();

        drafted(request.patient(), ofRequest(request, test), ofRequest(other, test));
    }

    /** The line of a request, or of one of its tests. */
    private static String ofRequest(LabRequest request, @Nullable String test) {
        return """
                {"description":"Laboratory","quantity":"1","unitPrice":%s,"source":{"type":"lab_request","id":"%s"%s}}""".formatted(inr("1"), request.id(), test == null ? "" : ",\"itemId\":\"" + test + "\"");
    }

    /** The codes of the tests that the patient's invoices charge, each as often as they do. */
    private static List<String> testsIn(LabRequest request, String invoices) {
        return as("cashier")
                .get(INVOICES + "?patientId=" + request.patient())
                .<List<List<String>>>path(invoices + ".lines.description")
                .stream()
                .flatMap(List::stream)
                .map(description -> description.replace("Test ", ""))
                .toList();
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

    @Test
    void what_was_done_has_the_price_of_its_day() {
        UUID patient = knownPatient();
        String code = "T-" + UUID.randomUUID();
        price(code, "old", "100", "\"2020-01-01\",\"validTo\":\"2020-12-31\"");
        price(code, "new", "200", "\"2021-01-01\"");
        labResultedAt(UUID.randomUUID(), patient, "2020-12-31T12:00:00Z", code);
        labResultedAt(UUID.randomUUID(), patient, "2021-01-01T12:00:00Z", code);
        settle(pool);

        assertThat(as("cashier")
                        .get(INVOICES + "?patientId=" + patient)
                        .<List<String>>path("items[0].lines.unitPrice.amount"))
                .containsExactly("100.00", "200.00");
        LabRequest request = LabRequest.of(patient);
        price("B" + code, "old", "300", "\"2020-01-01\",\"validTo\":\"2020-12-31\"");
        request.resulted(Map.of(code, "2021-01-01T12:00:00Z", "B" + code, "2020-12-31T12:00:00Z"));
        settle(pool);
        assertThat(as("cashier")
                        .get(INVOICES + "?encounterId=" + request.encounter())
                        .<List<String>>path("items[0].lines.unitPrice.amount"))
                .containsExactlyInAnyOrder("200.00", "300.00");
    }

    private static void price(String code, String name, String amount, String from) {
        as("admin")
                .body("""
                        {"code":"%s-%s","name":"Potassium","kind":"lab","price":%s,"appliesTo":{"type":"lab_test","code":"%s"},\
                        "validFrom":%s}""".formatted(code, name, inr(amount), code, from))
                .post("/api/v1/prices")
                .then()
                .statusCode(201);
    }

    @Test
    void a_draft_that_is_full_has_another_behind_it() {
        UUID patient = knownPatient();
        UUID encounter = UUID.randomUUID();
        String[] lines = new String[200];
        Arrays.fill(lines, line("Dressing", "1", "1"));
        as("cashier")
                .body("""
                        {"patientId":"%s","encounterId":"%s","currency":"INR","lines":[%s]}""".formatted(patient, encounter, String.join(",", lines)))
                .post(INVOICES)
                .then()
                .statusCode(201);
        encounterCompleted(encounter, UUID.randomUUID(), patient);
        orderCompleted(UUID.randomUUID(), encounter, patient, "procedure", "SUT-1");
        settle(pool);

        Response drafts = as("cashier").get(INVOICES + "?encounterId=" + encounter);
        assertThat(drafts.<List<List<?>>>path("items.lines").stream().map(List::size))
                .containsExactlyInAnyOrder(200, 2);
    }

    @Test
    void an_invoice_of_somebody_else_does_not_keep_a_visit_from_being_charged() {
        UUID patient = knownPatient();
        UUID other = knownPatient();
        UUID encounter = UUID.randomUUID();
        String mistaken = """
                {"patientId":"%s","encounterId":"%s","currency":"INR","lines":[%s]}""".formatted(other, encounter, line("Dressing", "1", "1"));
        created(as("cashier").body(mistaken).post(INVOICES));
        encounterCompleted(encounter, UUID.randomUUID(), patient);
        settle(pool);

        as("cashier").get(INVOICES + "?patientId=" + patient).then().body("items.size()", equalTo(1));
        assertProblem(as("cashier").body(mistaken).post(INVOICES), 422, "invalid-input");
    }

    @Test
    void what_was_charged_to_another_patient_is_charged_to_its_own_and_told_of() {
        UUID patient = knownPatient();
        UUID other = knownPatient();
        UUID order = UUID.randomUUID();
        String line = """
                {"description":"Suture","quantity":"1","unitPrice":{"amount":"1","currency":"INR"},\
                "source":{"type":"order","id":"%s"}}""".formatted(order);
        String mistaken = drafted(other, line);
        orderCompleted(order, UUID.randomUUID(), patient, "procedure", "SUT-1");
        settle(pool);

        Response own = as("cashier").get(INVOICES + "?patientId=" + patient);
        own.then().body("items.size()", equalTo(1)).body("items[0].lines[0].source.id", equalTo(order.toString()));
        assertThat(published(mistaken, 2)).containsExactly("invoice.drafted", "settlement.failed");
        voidIt(own.path("items[0].id")).then().statusCode(200);
        assertProblem(as("cashier").body(draftBody(other, line)).post(INVOICES), 422, "invalid-input");
        drafted(patient, line);
    }

    @Test
    void medicines_charged_to_another_patient_are_charged_to_their_own_whatever_is_told_first() {
        UUID other = knownPatient();
        Dispense dispense = Dispense.of(knownPatient());
        drafted(other, """
                {"description":"Amoxicillin","quantity":"1","unitPrice":{"amount":"1","currency":"INR"},\
                "source":{"type":"dispense","id":"%s"}}""".formatted(dispense.id()));
        dispense.handedOver();
        dispense.prepared();
        settle(pool);

        as("cashier").get(INVOICES + "?patientId=" + dispense.patient()).then().body("items.size()", equalTo(1));
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
