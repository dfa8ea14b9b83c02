package polyclinic.suite;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.suite.ClinicVisit.Medicine;
import polyclinic.suite.ClinicVisit.Prescription;

/**
 * A pharmacy and a cash desk at work: tablets of one prescription are prepared one by one, and now and then the draft that charges
 * them is voided. Requests are repeated until they are acknowledged.
 */
final class DispensingWorkload {
    private static final int DELIVERED = 5_000;
    /** No divisor of what is dispensed at once, so that in the end some have a line and the others none. */
    private static final int VOID_EVERY = 7;

    private static final int MAX_AT_ONCE = 30;
    private static final long PAUSE_MS = 150;
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(120);

    private final ApiClient pharmacist;
    private final ApiClient cashier;
    private final String patient;
    private final Medicine medicine;
    private final Prescription prescription;
    private final List<String> dispensed = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private Thread worker = new Thread();

    DispensingWorkload(Clinic clinic) {
        pharmacist = clinic.as("pharmacist");
        cashier = clinic.as("cashier");
        medicine = Medicine.delivered(clinic, DELIVERED);
        ClinicVisit visit = ClinicVisit.begin(clinic);
        patient = visit.patient();
        prescription = visit.issue(medicine, DELIVERED);
    }

    /** May be called again when it has ended. */
    void start() {
        stopped = false;
        int end = dispensed.size() + MAX_AT_ONCE;
        worker = new Thread(() -> work(end), "pharmacy");
        worker.start();
    }

    void stop() {
        stopped = true;
        await("the pharmacy closes").atMost(SETTLE_TIMEOUT).until(() -> !worker.isAlive());
    }

    private void work(int end) {
        while (!stopped && dispensed.size() < end) {
            dispensed.add(ClinicWorkload.repeated(key -> pharmacist
                    .post(
                            "/prescriptions/" + prescription.id() + "/dispense",
                            Map.of("items", List.of(Map.of("itemId", prescription.item(), "quantity", 1))),
                            key)
                    .expect(201)
                    .text("id")));
            if (dispensed.size() % VOID_EVERY == 0) voidDrafts();
            ClinicWorkload.pause(PAUSE_MS);
        }
    }

    private void voidDrafts() {
        String drafts = ClinicWorkload.repeated(key -> String.join(
                " ",
                cashier.all("/invoices?status=draft&patientId=" + patient).stream()
                        .map(draft -> draft.path("id").asText())
                        .toList()));
        for (String draft : drafts.split(" "))
            if (!draft.isEmpty())
                ClinicWorkload.repeated(
                        key -> cashier.post("/invoices/" + draft + "/void", Map.of("reason", "not wanted"), key)
                                .expect(200)
                                .text("id"));
    }

    /**
     * What was acknowledged is there and nothing beside it: each dispense with a line in the one invoice that it names, or reversed,
     * without a line and with its tablet in stock again.
     */
    void awaitBothOrNeither() {
        await("a dispense and its line, or neither")
                .atMost(SETTLE_TIMEOUT)
                .ignoreException(CheckFailed.class)
                .untilAsserted(() -> {
                    List<JsonNode> dispenses = pharmacist.all("/prescriptions/" + prescription.id() + "/dispenses");
                    assertThat(dispenses)
                            .extracting(dispense -> dispense.path("id").asText())
                            .containsExactlyInAnyOrderElementsOf(dispensed);
                    assertThat(dispenses)
                            .extracting(dispense -> dispense.path("status").asText())
                            .isSubsetOf("prepared", "reversed");
                    Map<String, List<String>> prepared = dispenses.stream()
                            .filter(dispense -> dispense.path("status").asText().equals("prepared"))
                            .collect(toMap(
                                    dispense -> dispense.path("id").asText(),
                                    dispense ->
                                            List.of(dispense.path("invoiceId").asText())));
                    assertThat(charged()).isEqualTo(prepared);
                    assertThat(pharmacist
                                    .get("/inventory/items/" + medicine.stockItem())
                                    .expect(200)
                                    .json()
                                    .path("onHand")
                                    .asInt())
                            .isEqualTo(DELIVERED - prepared.size());
                });
    }

    /** The invoices that charge each dispense, as often as they do. */
    private Map<String, List<String>> charged() {
        record Line(String dispense, String invoice) {}
        return cashier.all("/invoices?patientId=" + patient).stream()
                .filter(invoice -> !invoice.path("status").asText().equals("void"))
                .flatMap(invoice -> StreamSupport.stream(invoice.path("lines").spliterator(), false)
                        .map(line -> new Line(
                                line.at("/source/id").asText(),
                                invoice.path("id").asText())))
                .collect(groupingBy(Line::dispense, mapping(Line::invoice, toList())));
    }
}
