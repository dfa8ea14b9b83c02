package polyclinic.clients.clinic;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.JsonNodes;

/** What the pharmacy needs before it can dispense: a medicine, an item of the inventory for it, and a batch of that. */
public final class PharmacyStock {
    private PharmacyStock() {}

    /** Registers a medicine of that name and the tablets of it that the pharmacy keeps; returns the item with its {@code medicationId}. */
    public static JsonNode item(ApiClient pharmacist, String sku, String name) {
        String medication = pharmacist
                .post("/medications", JsonNodes.object("name", name))
                .expect(201)
                .text("id");
        JsonNode item = JsonNodes.object(
                "sku",
                sku,
                "name",
                name,
                "kind",
                "medicine",
                "medicationId",
                medication,
                "unit",
                "tablet",
                "reorderLevel",
                0);
        return pharmacist.post("/inventory/items", item).expect(201).json();
    }

    /** Delivers so many of an item, at one rupee each; returns the batch. */
    public static JsonNode batch(ApiClient pharmacist, String item, String lot, LocalDate expiresOn, int quantity) {
        JsonNode cost = JsonNodes.object("amount", "1.00", "currency", "INR");
        JsonNode batch = JsonNodes.object("lot", lot, "expiresOn", expiresOn, "quantity", quantity, "unitCost", cost);
        return pharmacist
                .post("/inventory/items/" + item + "/batches", batch)
                .expect(201)
                .json();
    }
}
