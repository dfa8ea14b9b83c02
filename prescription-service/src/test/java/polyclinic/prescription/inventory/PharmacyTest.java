package polyclinic.prescription.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.restassured.response.Response;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import polyclinic.prescription.ServiceTest;

/** The service with a pharmacy: items, batches and what is in the ledger. */
public abstract class PharmacyTest extends ServiceTest {
    public static final String ITEMS = "/api/v1/inventory/items";
    protected static final LocalDate NEXT_YEAR = LocalDate.now().plusYears(1);

    /** An item whose name no other has. */
    public record Item(String id, String name) {}

    protected static Item item() {
        return item("0");
    }

    protected static Item item(String reorderLevel) {
        String name = "Paracetamol " + UUID.randomUUID();
        return new Item(
                created(as("pharmacist")
                        .body(itemBody("SKU-" + UUID.randomUUID(), name, reorderLevel))
                        .post(ITEMS)),
                name);
    }

    public static String itemBody(String sku, String name, String reorderLevel) {
        return """
                {"sku":"%s","name":"%s","kind":"medicine","unit":"tablet","reorderLevel":%s}""".formatted(sku, name, reorderLevel);
    }

    public static String batchBody(String lot, LocalDate expiresOn, String quantity) {
        return """
                {"lot":"%s","expiresOn":"%s","quantity":%s,"unitCost":{"amount":"1.25","currency":"INR"},\
                "supplier":"Acme"}""".formatted(lot, expiresOn, quantity);
    }

    protected static String batch(Item item, String quantity) {
        return batch(item, NEXT_YEAR, quantity);
    }

    protected static String batch(Item item, LocalDate expiresOn, String quantity) {
        return created(as("pharmacist")
                .body(batchBody("L-1", expiresOn, quantity))
                .post(ITEMS + "/" + item.id() + "/batches"));
    }

    protected static Response adjust(Item item, String batch, String delta, String reason) {
        return as("pharmacist").body("""
                        {"batchId":"%s","delta":%s,"reason":"%s"}""".formatted(batch, delta, reason)).post(ITEMS + "/" + item.id() + "/adjust");
    }

    protected static void recall(String batch) {
        as("pharmacist")
                .body("{\"reason\":\"notice of the maker\"}")
                .post("/api/v1/inventory/batches/" + batch + "/recall")
                .then()
                .statusCode(200);
    }

    /** What is on hand of an item. */
    protected BigDecimal onHand(Item item) {
        return rows(
                        "select coalesce(sum(on_hand), 0) as n from stock_batch where item_id = $1",
                        UUID.fromString(item.id()))
                .get(0)
                .getBigDecimal("n");
    }

    /** Every batch of the item has what its movements add up to, and none has less than nothing. */
    protected void assertLedgerAddsUp(Item item) {
        assertThat(rows("""
                        select b.id from stock_batch b
                         where b.item_id = $1
                           and (b.on_hand < 0 or b.on_hand <> (
                             select coalesce(sum(quantity), 0) from stock_movement m where m.batch_id = b.id))""", UUID.fromString(item.id()))).isEmpty();
    }
}
