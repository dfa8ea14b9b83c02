package polyclinic.clients.bench.subject;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.PharmacyStock;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;

/**
 * The dispenses of a run: one unit each, in turn of prescriptions of this run that are for very many. Each prescription is of a
 * medicine of its own, which later runs find, so that no two of them meet at one batch.
 */
public final class DispenseSeries {
    private static final Duration ISSUE_TIMEOUT = Duration.ofSeconds(60);
    private static final int PRESCRIBED = 100_000;
    private static final int DELIVERED = 100_000_000;

    private final Clinic clinic;
    private final ApiClient pharmacist;
    private final ApiClient doctor;
    private final Map<String, JsonNode> stock = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();

    /** One prescription. @param item its line; @param stock the inventory item that it is of */
    record Line(UUID prescription, UUID item, UUID stock, UUID batch) {}

    private DispenseSeries(Clinic clinic) {
        this.clinic = clinic;
        pharmacist = clinic.as("pharmacist").retrying();
        doctor = clinic.as("doctor").retrying();
    }

    /** Has as many prescriptions issued, each of a walk-in of its own. */
    public static DispenseSeries of(Clinic clinic, BookingSeries patients, int count) {
        DispenseSeries series = new DispenseSeries(clinic);
        for (JsonNode item : series.pharmacist.all("/inventory/items?q=BENCH-"))
            series.stock.put(item.path("sku").asText(), item);
        List<String> issuing = new ArrayList<>();
        for (int i = 0; i < count; i++) issuing.add(series.prescribe(patients.patient(i), i));
        for (int i = 0; i < count; i++) series.await(issuing.get(i), i);
        return series;
    }

    List<Line> lines() {
        return lines;
    }

    Line line(long n) {
        return lines.get((int) (n % lines.size()));
    }

    /** Where dispense n is posted. */
    public String path(long n) {
        return "/api/v1/prescriptions/" + line(n).prescription() + "/dispense";
    }

    public Object body(long n) {
        return JsonNodes.object("items", List.of(JsonNodes.object("itemId", line(n).item(), "quantity", 1)));
    }

    /** Returns the id of the prescription, which is being issued. */
    private String prescribe(UUID patient, int i) {
        String doctorId = doctor.get("/doctors/me").expect(200).text("id");
        JsonNode walkIn = JsonNodes.object("patientId", patient, "doctorId", doctorId, "priority", "normal");
        String entry = clinic.as("reception")
                .retrying()
                .post("/queue", walkIn)
                .expect(201)
                .text("id");
        ApiClient nurse = clinic.as("nurse").retrying();
        move(nurse, entry, "nurse_completed");
        move(nurse, entry, "ready_for_doctor");
        JsonNode begun = move(doctor, entry, "in_consultation");
        JsonNode item = JsonNodes.object(
                "medicationId",
                item(i).path("medicationId").asText(),
                "dose",
                "1 tablet",
                "route",
                "oral",
                "frequency",
                "once a day",
                "durationDays",
                30,
                "quantity",
                PRESCRIBED);
        JsonNode draft =
                JsonNodes.object("encounterId", begun.path("encounterId").asText(), "items", List.of(item));
        String id = doctor.post("/prescriptions", draft).expect(201).text("id");
        doctor.post("/prescriptions/" + id + "/issue", JsonNodes.object("overrideReason", "a bench of speed"))
                .expect(202);
        move(doctor, entry, "completed");
        return id;
    }

    private static JsonNode move(ApiClient who, String entry, String to) {
        return who.post("/queue/" + entry + "/transition", JsonNodes.object("to", to))
                .expect(200)
                .json();
    }

    private void await(String prescription, int i) {
        JsonNode issued = Poller.until(
                ISSUE_TIMEOUT,
                () -> {
                    JsonNode found = doctor.get("/prescriptions/" + prescription)
                            .expect(200)
                            .json();
                    return found.path("status").asText().equals("issued") ? found : null;
                },
                () -> "a prescription is not issued");
        JsonNode item = item(i);
        JsonNode known = pharmacist
                .get("/inventory/items/" + id(item))
                .expect(200)
                .json()
                .at("/batches/0");
        JsonNode from = known.path("onHand").asDouble() > PRESCRIBED
                ? known
                : PharmacyStock.batch(
                        pharmacist,
                        id(item),
                        "BENCH",
                        LocalDate.now(ZoneOffset.UTC).plusDays(30),
                        DELIVERED);
        lines.add(new Line(
                UUID.fromString(prescription),
                UUID.fromString(issued.at("/items/0/id").asText()),
                UUID.fromString(id(item)),
                UUID.fromString(id(from))));
    }

    private JsonNode item(int i) {
        return stock.computeIfAbsent(
                "BENCH-" + i, sku -> PharmacyStock.item(pharmacist, sku, "Medicine " + i + " of the bench"));
    }

    private static String id(JsonNode node) {
        return node.path("id").asText();
    }
}
