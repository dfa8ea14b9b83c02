package polyclinic.prescription.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;

@QuarkusTest
class InventoryTest extends PharmacyTest {
    @Test
    void a_delivery_is_on_hand_with_every_digit_that_was_sent() {
        Item item = item();

        String batch = batch(item, "2.50");

        Response read = as("nurse").get(ITEMS + "/" + item.id());
        read.then().statusCode(200).body("batches", hasSize(1)).body("batches[0].id", equalTo(batch));
        assertThat(read.asString()).contains("\"onHand\":2.50", "\"amount\":\"1.25\"", "\"currency\":\"INR\"");
        as("doctor")
                .get("/api/v1/inventory/movements?itemId=" + item.id())
                .then()
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("receipt"));
        as("pharmacist").get("/api/v1/inventory/batches/" + batch).then().body("lot", equalTo("L-1"));
        assertThat(TopicClient.auditEntry("receive", batch).text("outcome")).isEqualTo("success");
        assertLedgerAddsUp(item);
    }

    @Test
    void an_item_is_found_by_part_of_its_name_and_its_sku_is_unique_in_any_case() {
        String name = "Odd %_ name " + UUID.randomUUID();
        String sku = "sku-" + UUID.randomUUID();
        String id = as("admin").body(itemBody(sku, name, "5")).post(ITEMS).path("id");

        assertProblem(
                as("pharmacist").body(itemBody(sku.toUpperCase(), "Other", "5")).post(ITEMS), 409, "duplicate-sku");
        as("nurse").queryParam("q", name.toUpperCase()).get(ITEMS).then().body("items.id", hasItem(id));
        as("nurse").queryParam("q", "Odd x").get(ITEMS).then().body("items", hasSize(0));
    }

    @Test
    void an_item_is_changed_by_whoever_read_it_last() {
        Item item = item();

        as("pharmacist")
                .body("{\"reorderLevel\":7.5}")
                .patch(ITEMS + "/" + item.id())
                .then()
                .statusCode(428);
        as("pharmacist")
                .header("If-Match", "\"0\"")
                .body("{\"reorderLevel\":7.5}")
                .patch(ITEMS + "/" + item.id())
                .then()
                .statusCode(200)
                .body("reorderLevel", equalTo(7.5f));
        as("pharmacist")
                .header("If-Match", "\"0\"")
                .body("{\"reorderLevel\":8}")
                .patch(ITEMS + "/" + item.id())
                .then()
                .statusCode(412);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "damage", "expiry", "return", "transfer"})
    void stock_is_adjusted_with_a_reason_and_never_below_zero(String reason) {
        Item item = item();
        String batch = batch(item, "10");

        adjust(item, batch, "-2.5", reason).then().statusCode(200).body("onHand", equalTo(7.5f));
        Response refused = adjust(item, batch, "-8", reason);

        assertProblem(refused, 409, "out-of-stock");
        assertThat(refused.<String>path("available")).isEqualTo("7.5");
        assertProblem(adjust(item, batch, "0", reason), 422, "invalid-input");
        assertProblem(adjust(item, UUID.randomUUID().toString(), "1", reason), 422, "unknown-batch");
        assertLedgerAddsUp(item);
    }

    @Test
    void what_was_counted_is_what_is_there() {
        Item item = item();
        String batch = batch(item, "10");

        as("pharmacist")
                .body("{\"batchId\":\"%s\",\"counted\":8,\"note\":\"shelf 3\"}".formatted(batch))
                .post(ITEMS + "/" + item.id() + "/count")
                .then()
                .statusCode(200)
                .body("onHand", equalTo(8));

        as("pharmacist")
                .get("/api/v1/inventory/movements?itemId=" + item.id())
                .then()
                .body("items[0].kind", equalTo("count"))
                .body("items[0].quantity", equalTo(-2))
                .body("items[0].note", equalTo("shelf 3"));
        assertLedgerAddsUp(item);
    }

    @Test
    void fifty_who_take_away_at_once_take_what_is_there_and_no_more() {
        Item item = item();
        String batch = batch(item, "30");

        List<Integer> answers =
                Concurrently.run(50, () -> adjust(item, batch, "-1", "damage").statusCode());

        assertThat(answers).containsOnly(200, 409);
        assertThat(answers).filteredOn(status -> status == 200).hasSize(30);
        assertThat(onHand(item)).isZero();
        assertLedgerAddsUp(item);
    }

    @Test
    void two_batches_moved_in_either_order_lock_nobody_out() {
        Item item = item();
        List<String> batches = List.of(batch(item, "100"), batch(item, "100"));

        List<Integer> answers = Concurrently.run(IntStream.range(0, 40)
                .<Callable<Integer>>mapToObj(i ->
                        () -> adjust(item, batches.get(i % 2), "-1", "damage").statusCode())
                .toList());

        assertThat(answers).containsOnly(200);
        assertLedgerAddsUp(item);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"unit\":\"box of 20\"}", "{\"medicationId\":\"%s\"}"})
    void what_an_item_is_and_is_counted_in_stays_once_it_has_a_batch(String patch) {
        Item item = item();
        String medicine = created(as("pharmacist")
                .body("{\"name\":\"Medicine %s\",\"ingredients\":[\"paracetamol\"]}".formatted(UUID.randomUUID()))
                .post("/api/v1/medications"));
        String change = patch.formatted(medicine);
        changed(item, "{\"unit\":\"capsule\"}").then().statusCode(200);
        batch(item, "1");

        assertProblem(changed(item, change), 409, "item-in-use");
        changed(item, "{\"unit\":\"capsule\",\"reorderLevel\":3}").then().statusCode(200);
        Item unused = item();
        changed(unused, change).then().statusCode(200);
    }

    private static Response changed(Item item, String patch) {
        String tag = as("pharmacist").get(ITEMS + "/" + item.id()).header("ETag");
        return as("pharmacist").header("If-Match", tag).body(patch).patch(ITEMS + "/" + item.id());
    }

    @Test
    void a_patch_that_changes_nothing_is_a_read_in_the_audit() {
        String medicine = created(as("pharmacist")
                .body("{\"name\":\"Medicine %s\",\"ingredients\":[\"paracetamol\"]}".formatted(UUID.randomUUID()))
                .post("/api/v1/medications"));
        for (String path : List.of(ITEMS + "/" + item().id(), "/api/v1/medications/" + medicine)) {
            as("pharmacist")
                    .header("If-Match", "\"0\"")
                    .body("{}")
                    .patch(path)
                    .then()
                    .statusCode(200)
                    .header("ETag", "\"0\"");
            TopicClient.auditEntry("read", path.substring(path.lastIndexOf('/') + 1));
        }
    }

    @Test
    void a_recalled_batch_says_why_and_is_recalled_once() {
        Item item = item();
        String batch = batch(item, "10");

        recall(batch);

        as("nurse")
                .get(ITEMS + "/" + item.id())
                .then()
                .body("onHand", equalTo(10))
                .body("available", equalTo(0))
                .body("batches[0].recallReason", equalTo("notice of the maker"));
        assertProblem(
                as("pharmacist").body("{\"reason\":\"again\"}").post("/api/v1/inventory/batches/" + batch + "/recall"),
                409,
                "invalid-transition");
    }

    @Test
    void an_expired_delivery_may_be_recorded_and_is_not_available() {
        Item item = item();

        batch(item, LocalDate.now().minusDays(2), "3");

        as("nurse")
                .get(ITEMS + "/" + item.id())
                .then()
                .body("onHand", equalTo(3))
                .body("available", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update stock_movement set quantity = 5 where item_id = '%s'",
                "delete from stock_movement where item_id = '%s'",
                "truncate stock_movement -- %s",
                "update stock_batch set on_hand = 99 where item_id = '%s'",
                "insert into stock_batch (id, version, item_id, lot, expires_on, unit_cost, unit_cost_currency, on_hand,"
                        + " received_at) values (gen_random_uuid(), 0, '%s', 'x', current_date, 1, 'INR', 5, now())"
            })
    void the_ledger_is_added_to_and_nothing_else(String statement) {
        Item item = item();
        batch(item, "10");

        assertThatThrownBy(() -> execute(statement.formatted(item.id())))
                .hasMessageMatching("(?s).*(append-only|by movements alone).*");

        assertThat(onHand(item)).isEqualByComparingTo("10");
    }

    @Test
    void an_item_that_there_is_not_gets_no_batch() {
        assertProblem(
                as("pharmacist")
                        .body(batchBody("L", NEXT_YEAR, "1"))
                        .post(ITEMS + "/" + UUID.randomUUID() + "/batches"),
                404,
                "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"quantity\":0", "\"quantity\":-1", "\"quantity\":1.23456", "\"quantity\":1e300"})
    void a_quantity_is_a_positive_decimal_of_four_digits_at_most(String quantity) {
        Item item = item();

        assertProblem(
                as("pharmacist")
                        .body(batchBody("L", NEXT_YEAR, "1").replace("\"quantity\":1", quantity))
                        .post(ITEMS + "/" + item.id() + "/batches"),
                422,
                "invalid-input");
    }
}
