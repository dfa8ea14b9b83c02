package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** The pharmacy: a delivery comes in, what was prescribed is prepared and handed over. */
final class PharmacySteps {
    private static final String SKU = "DEMO-AZITHROMYCIN-500";

    private final PrescriptionSteps prescription;
    private final ApiClient pharmacist;
    private final StepResult<String> dispenseId = new StepResult<>("dispense");

    PharmacySteps(Clinic clinic, PrescriptionSteps prescription) {
        this.prescription = prescription;
        pharmacist = clinic.as("pharmacist");
    }

    /** The formulary's medicine and the stock item are made on the first day and found on later ones. */
    String receiveDelivery() {
        String medicationId = findOrRegisterMedication();
        prescription.useMedication(medicationId);
        String item = findOrRegisterItem(medicationId);
        double before = onHand(item);
        JsonNode batch = JsonNodes.object(
                "lot",
                "L-" + UUID.randomUUID().toString().substring(0, 8),
                "expiresOn",
                LocalDate.now(ZoneOffset.UTC).plusYears(1),
                "quantity",
                30,
                "unitCost",
                JsonNodes.object("amount", "11.50", "currency", CashSteps.CURRENCY),
                "supplier",
                "Wholesale Ltd");
        pharmacist.post("/inventory/items/" + item + "/batches", batch).expect(201);
        double after = onHand(item);
        CheckFailed.unless(after >= before + 30 - 3, "the delivery is not in the stock: " + before + ", " + after);
        return "30 tablets, now " + (long) after;
    }

    private String findOrRegisterMedication() {
        for (JsonNode found : pharmacist.all("/medications?q=Azithromycin"))
            for (JsonNode code : found.path("codes"))
                if (code.path("code").asText().equals(PrescriptionSteps.AZITHROMYCIN)) return id(found);
        JsonNode medication = JsonNodes.object(
                "name", "Azithromycin 500 mg tablet",
                "form", "tablet",
                "strength", "500 mg",
                "codes",
                        List.of(JsonNodes.object(
                                "system", PrescriptionSteps.RXNORM, "code", PrescriptionSteps.AZITHROMYCIN)),
                "ingredients", List.of("azithromycin"));
        return id(pharmacist.post("/medications", medication).expect(201).json());
    }

    private String findOrRegisterItem(String medicationId) {
        for (JsonNode found : pharmacist.all("/inventory/items?medicationId=" + medicationId))
            if (found.path("sku").asText().equals(SKU)) return id(found);
        JsonNode item = JsonNodes.object(
                "sku",
                SKU,
                "name",
                "Azithromycin 500 mg tablet",
                "kind",
                "medicine",
                "medicationId",
                medicationId,
                "unit",
                "tablet",
                "reorderLevel",
                10);
        return id(pharmacist.post("/inventory/items", item).expect(201).json());
    }

    private double onHand(String item) {
        return pharmacist
                .get("/inventory/items/" + item)
                .expect(200)
                .json()
                .path("onHand")
                .asDouble();
    }

    String dispense() {
        ApiResponse issued = pharmacist.get(prescription.path()).expect(200);
        JsonNode line = issued.json().at("/items/0");
        JsonNode body = JsonNodes.object(
                "items", List.of(JsonNodes.object("itemId", line.path("id").asText(), "quantity", 3)));
        JsonNode dispense = pharmacist
                .post(prescription.path() + "/dispense", body)
                .expect(201)
                .json();
        CheckFailed.unlessEqual(
                "the dispense's status", "prepared", dispense.path("status").asText());
        CheckFailed.unless(
                dispense.at("/items/0/unitPrice").isObject(), "the pharmacy does not know the price of what it gives");
        dispenseId.set(id(dispense));
        pharmacist.post(prescription.path() + "/dispense", body).expectProblem(409, "exceeds-prescribed");
        return "3 tablets prepared; 3 more refused";
    }

    String handOver() {
        ApiResponse linked = Poller.until(
                ClinicDay.EVENT_TIMEOUT,
                () -> {
                    ApiResponse found =
                            pharmacist.get("/dispenses/" + dispenseId.get()).expect(200);
                    return found.json().hasNonNull("invoiceId") ? found : null;
                },
                () -> "the dispense does not know its invoice");
        ApiResponse handed = pharmacist
                .post("/dispenses/" + dispenseId.get() + "/hand-over", JsonNodes.object())
                .expect(200);
        CheckFailed.unlessEqual("the dispense's status", "handed_over", handed.text("status"));
        return "invoice " + linked.text("invoiceId");
    }

    private static String id(JsonNode node) {
        return node.path("id").asText();
    }
}
