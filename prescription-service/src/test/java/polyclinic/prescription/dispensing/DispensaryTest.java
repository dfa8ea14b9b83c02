package polyclinic.prescription.dispensing;

import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.restassured.response.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.inventory.PharmacyTest;

/** A pharmacy with issued prescriptions. */
public abstract class DispensaryTest extends PharmacyTest {
    static final String DISPENSES = "/api/v1/dispenses/";

    /**
     * An issued prescription.
     *
     * @param items the ids of its lines
     */
    record Issued(String id, Visit visit, List<String> items) {
        String item() {
            return items.get(0);
        }
    }

    /** What may be dispensed of each line is its quantity of 42; there is a refill. */
    Issued issued(Item... medicines) {
        Visit visit = visit();
        UUID id = UUID.randomUUID();
        execute(
                "insert into prescription (id, version, appointment_id, patient_id, doctor_id, doctor_subject, status, checks,"
                        + " attempt, document_asset_id, issued_at, expires_at, created_at, updated_at) values ($1, 3, $2, $3, $4,"
                        + " $5, 'ISSUED', '[]', 1, gen_random_uuid(), now(), now() + interval '30 days', now(), now())",
                id,
                visit.appointment(),
                visit.patient(),
                visit.doctor(),
                Tokens.subject(visit.doctorUser()));
        List<String> items = new ArrayList<>();
        for (Item medicine : medicines) {
            UUID item = UUID.randomUUID();
            execute(
                    "insert into prescription_item (id, prescription_id, position, medication_name, dose, route, frequency,"
                            + " duration_days, quantity, refills) values ($1, $2, $3, $4, '500 mg', 'oral', 'daily', 7, 42, 1)",
                    item,
                    id,
                    items.size(),
                    medicine.name());
            items.add(item.toString());
        }
        return new Issued(id.toString(), visit, items);
    }

    static String line(String item, String quantity) {
        return "{\"itemId\":\"%s\",\"quantity\":%s}".formatted(item, quantity);
    }

    static String line(String item, String quantity, String batch) {
        return "{\"itemId\":\"%s\",\"quantity\":%s,\"batchId\":\"%s\"}".formatted(item, quantity, batch);
    }

    static String body(String... lines) {
        return "{\"items\":[" + String.join(",", lines) + "]}";
    }

    static Response dispense(Issued prescription, String... lines) {
        return as("pharmacist").body(body(lines)).post(one(prescription.id()) + "/dispense");
    }

    static String dispensed(Issued prescription, String... lines) {
        return created(dispense(prescription, lines));
    }

    static Response handOver(String dispense) {
        return as("pharmacist").body("{}").post(DISPENSES + dispense + "/hand-over");
    }

    static Response giveBack(String dispense, String item, String quantity, boolean restock) {
        return as("pharmacist")
                .body("{\"items\":[%s],\"reason\":\"not tolerated\",\"restock\":%s}"
                        .formatted(line(item, quantity), restock))
                .post(DISPENSES + dispense + "/return");
    }

    static String dispenseStatus(String dispense) {
        return as("pharmacist").get(DISPENSES + dispense).path("status");
    }

    BigDecimal dispensedOf(String item) {
        return rows("select dispensed from prescription_item where id = $1", UUID.fromString(item))
                .get(0)
                .getBigDecimal("dispensed");
    }

    static Map<String, Object> linesAdded(String dispense, UUID invoice) {
        return Map.of(
                "invoiceId",
                invoice,
                "patientId",
                UUID.randomUUID(),
                "source",
                Map.of("type", "dispense", "id", dispense));
    }

    static Map<String, Object> voided(UUID invoice, String... dispenses) {
        return Map.of(
                "invoiceId",
                invoice,
                "patientId",
                UUID.randomUUID(),
                "status",
                "void",
                "sources",
                List.of(dispenses).stream()
                        .map(dispense -> Map.of("type", "dispense", "id", dispense))
                        .toList());
    }

    static Map<String, Object> price(UUID id, String code, String amount, @Nullable String validTo) {
        Map<String, Object> price = new HashMap<>();
        price.put("priceId", id);
        price.put("code", code);
        price.put("name", "Paracetamol");
        price.put("kind", "medicine");
        price.put("price", Map.of("amount", amount, "currency", "INR"));
        price.put("taxRate", "0.18");
        price.put("validFrom", "2020-01-01");
        if (validTo != null) price.put("validTo", validTo);
        return price;
    }
}
