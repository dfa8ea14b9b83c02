package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.suite.ClinicVisit.Medicine;
import polyclinic.suite.ClinicVisit.Prescription;

/** What a day takes back, through the gateway and in every service that has something of it; the demo's day does not. */
class TakenBackIT {
    private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(30);

    private final Clinic clinic = Suite.clinic();
    private final ApiClient reception = clinic.as("reception").retrying();
    private final ApiClient nurse = clinic.as("nurse").retrying();
    private final ApiClient pharmacist = clinic.as("pharmacist").retrying();
    private final ApiClient cashier = clinic.as("cashier").retrying();

    @Test
    void medicines_that_come_back_are_credited_and_their_money_is_given_back() {
        Medicine medicine = medicine(20, "10.00");
        ClinicVisit visit = ClinicVisit.begin(clinic);
        Prescription prescription = visit.issue(medicine, 4);
        String dispense = dispense(prescription, 4);
        String invoice = invoiceOf(dispense);
        cashier.post("/invoices/" + invoice + "/issue", Map.of()).expect(200);
        pharmacist.post("/dispenses/" + dispense + "/hand-over", Map.of()).expect(200);
        String payment = cashier.post(
                        "/invoices/" + invoice + "/payments", Map.of("amount", inr("40.00"), "method", "card"))
                .expect(201)
                .text("id");
        cashier.post("/invoices/" + invoice + "/void", Map.of("reason", "mistaken"))
                .expectProblem(409, "invalid-transition");

        pharmacist
                .post(
                        "/dispenses/" + dispense + "/return",
                        Map.of(
                                "items",
                                List.of(Map.of("itemId", prescription.item(), "quantity", 1)),
                                "reason",
                                "too many",
                                "restock",
                                true))
                .expect(200);

        eventually("/invoices/" + invoice, cashier, found -> amount(found, "credited")
                .equals("10.00"));
        List<JsonNode> credits = cashier.all("/credit-notes?invoiceId=" + invoice);
        assertThat(credits).hasSize(1);
        assertThat(credits.get(0).path("number").asText()).startsWith("CN-");
        String refund = "/payments/" + payment + "/refund";
        cashier.post(refund, Map.of("amount", inr("40.01"), "reason", "mistaken"))
                .expectProblem(409, "exceeds-paid");
        cashier.post(refund, Map.of("amount", inr("10.00"), "reason", "came back"))
                .expect(200);
        JsonNode paid = cashier.get("/invoices/" + invoice).expect(200).json();
        assertThat(List.of(amount(paid, "paid"), amount(paid, "due"))).containsExactly("30.00", "0.00");
        assertThat(balance(visit)).isEqualTo("0.00");
        assertThat(onHand(medicine)).isEqualTo(17);
    }

    @Test
    void a_voided_invoice_brings_what_was_prepared_back_and_a_recalled_batch_gives_nothing() {
        Medicine medicine = medicine(20, "10.00");
        ClinicVisit visit = ClinicVisit.begin(clinic);
        Prescription prescription = visit.issue(medicine, 4);
        String dispense = dispense(prescription, 2);
        String invoice = invoiceOf(dispense);
        cashier.post("/invoices/" + invoice + "/issue", Map.of()).expect(200);

        cashier.post("/invoices/" + invoice + "/void", Map.of("reason", "not wanted"))
                .expect(200);

        eventually("/dispenses/" + dispense, pharmacist, found -> text(found, "status")
                .equals("reversed"));
        assertThat(onHand(medicine)).isEqualTo(20);
        assertThat(balance(visit)).isEqualTo("0.00");
        String again = dispense(prescription, 1);
        JsonNode recalled = pharmacist
                .post("/inventory/batches/" + medicine.batch() + "/recall", Map.of("reason", "contaminated"))
                .expect(200)
                .json();
        assertThat(recalled.path("preparedDispenses"))
                .extracting(JsonNode::asText)
                .containsExactly(again);
        pharmacist.post("/dispenses/" + again + "/hand-over", Map.of()).expectProblem(409, "batch-recalled");
        pharmacist
                .post("/prescriptions/" + prescription.id() + "/dispense", given(prescription, 1))
                .expectProblem(409, "batch-recalled");
    }

    @Test
    void a_credit_note_leaves_less_to_pay() {
        String patient = ClinicWorkload.register(reception);
        String invoice = cashier.post(
                        "/invoices",
                        Map.of(
                                "patientId",
                                patient,
                                "currency",
                                "INR",
                                "lines",
                                List.of(Map.of(
                                        "description", "Certificate", "quantity", "1", "unitPrice", inr("100")))))
                .expect(201)
                .text("id");
        cashier.post("/invoices/" + invoice + "/issue", Map.of()).expect(200);
        Map<String, Object> credited = Map.of("description", "Goodwill", "quantity", "1", "unitPrice", inr("30"));

        cashier.post("/invoices/" + invoice + "/credit-note", Map.of("reason", "late", "lines", List.of(credited)))
                .expect(201);

        JsonNode left = cashier.get("/invoices/" + invoice).expect(200).json();
        assertThat(List.of(amount(left, "credited"), amount(left, "due"))).containsExactly("30.00", "70.00");
        cashier.post("/invoices/" + invoice + "/payments", Map.of("amount", inr("70.01"), "method", "card"))
                .expectProblem(409, "exceeds-due");
    }

    @Test
    void an_order_that_is_cancelled_takes_its_claimed_task_along() {
        ClinicVisit visit = ClinicVisit.begin(clinic);
        String order = order(visit);
        String task = task(order, visit);
        nurse.post("/tasks/" + task + "/claim", Map.of()).expect(200);
        clinic.as("admin").post("/tasks/" + task + "/claim", Map.of()).expectProblem(409, "already-claimed");

        visit.doctor()
                .post("/orders/" + order + "/cancel", Map.of("reason", "not needed"))
                .expect(200);

        assertThat(nurse.get("/tasks/" + task).expect(200).text("status")).isEqualTo("cancelled");
        nurse.post("/orders/" + order + "/start", Map.of()).expectProblem(409, "invalid-transition");
    }

    /** The patient leaves with medicines in the middle of the consultation. */
    @Test
    void what_a_visit_that_ends_early_leaves_is_an_alert_until_somebody_has_seen_to_it() {
        Medicine medicine = medicine(20, "10.00");
        ClinicVisit visit = ClinicVisit.begin(clinic);
        Prescription prescription = visit.issue(medicine, 4);
        String dispense = dispense(prescription, 1);
        String invoice = invoiceOf(dispense);
        pharmacist.post("/dispenses/" + dispense + "/hand-over", Map.of()).expect(200);
        String order = order(visit);
        String entry = reception
                .get("/appointments/" + visit.appointment())
                .expect(200)
                .text("queueEntryId");

        reception
                .post("/queue/" + entry + "/transition", Map.of("to", "cancelled"))
                .expect(200);

        assertThat(nurse.get("/orders/" + order).expect(200).text("status")).isEqualTo("cancelled");
        String alerts = "/alerts?status=open&patientId=" + visit.patient();
        await("the cashiers are told").atMost(FOLLOWS_WITHIN).untilAsserted(() -> assertThat(cashier.all(alerts))
                .extracting(alert -> text(alert, "kind") + " " + text(alert, "reason") + " "
                        + alert.at("/about/id").asText())
                .containsExactly("payment_failed dispensed " + invoice));
        await("the reception is told").atMost(FOLLOWS_WITHIN).untilAsserted(() -> assertThat(reception.all(alerts))
                .extracting(alert ->
                        text(alert, "kind") + " " + alert.at("/about/id").asText())
                .containsExactly("cancellation_incomplete " + prescription.id()));
        String alert = "/alerts/" + cashier.all(alerts).get(0).path("id").asText();
        JsonNode seen = cashier.post(alert + "/acknowledge", Map.of("note", "the patient pays on Monday"))
                .expect(200)
                .json();
        JsonNode later = clinic.as("admin")
                .post(alert + "/acknowledge", Map.of())
                .expect(200)
                .json();
        assertThat(text(seen, "status")).isEqualTo("acknowledged");
        assertThat(later).isEqualTo(seen);
        assertThat(cashier.all(alerts)).isEmpty();
    }

    private Medicine medicine(int delivered, String price) {
        Medicine medicine = Medicine.delivered(clinic, delivered);
        cashier.post(
                        "/prices",
                        Map.of(
                                "code",
                                UUID.randomUUID().toString(),
                                "name",
                                "Tablet",
                                "kind",
                                "medicine",
                                "price",
                                inr(price),
                                "appliesTo",
                                Map.of("type", "medication", "code", medicine.medication()),
                                "validFrom",
                                LocalDate.now(ZoneOffset.UTC).minusDays(1).toString()))
                .expect(201);
        return medicine;
    }

    private String dispense(Prescription prescription, int quantity) {
        return pharmacist
                .post("/prescriptions/" + prescription.id() + "/dispense", given(prescription, quantity))
                .expect(201)
                .text("id");
    }

    private static Map<String, Object> given(Prescription prescription, int quantity) {
        return Map.of("items", List.of(Map.of("itemId", prescription.item(), "quantity", quantity)));
    }

    /** Once the dispense knows it. */
    private String invoiceOf(String dispense) {
        return text(
                eventually("/dispenses/" + dispense, pharmacist, found -> found.hasNonNull("invoiceId")), "invoiceId");
    }

    private JsonNode eventually(String path, ApiClient who, Predicate<JsonNode> condition) {
        return await(path)
                .atMost(FOLLOWS_WITHIN)
                .until(() -> who.get(path).expect(200).json(), condition);
    }

    private String order(ClinicVisit visit) {
        return visit.doctor()
                .post(
                        "/orders",
                        Map.of(
                                "patientId",
                                visit.patient(),
                                "appointmentId",
                                visit.appointment(),
                                "kind",
                                "nursing",
                                "code",
                                Map.of("name", "Change the dressing"),
                                "performerRole",
                                "nurse"))
                .expect(201)
                .text("id");
    }

    private String task(String order, ClinicVisit visit) {
        return nurse.all("/tasks?patientId=" + visit.patient()).stream()
                .filter(task -> text(task, "orderId").equals(order))
                .map(task -> text(task, "id"))
                .findFirst()
                .orElseThrow();
    }

    private int onHand(Medicine medicine) {
        return pharmacist
                .get("/inventory/items/" + medicine.stockItem())
                .expect(200)
                .json()
                .path("onHand")
                .asInt();
    }

    private String balance(ClinicVisit visit) {
        return cashier.get("/statements/" + visit.patient())
                .expect(200)
                .json()
                .at("/balances/0/amount")
                .asText();
    }

    private static Map<String, String> inr(String amount) {
        return Map.of("amount", amount, "currency", "INR");
    }

    private static String amount(JsonNode invoice, String figure) {
        return invoice.path(figure).path("amount").asText();
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asText();
    }
}
