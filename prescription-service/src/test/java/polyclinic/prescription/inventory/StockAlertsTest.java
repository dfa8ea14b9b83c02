package polyclinic.prescription.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;

/** Each crossing is told once, whatever looks and however often. */
@QuarkusTest
class StockAlertsTest extends PharmacyTest {
    @Test
    void stock_that_runs_low_and_is_there_again_is_told_once_each_time() {
        Item item = item("5");
        String batch = batch(item, "10");

        awaitLow(item, false);
        adjust(item, batch, "-5", "damage");
        awaitLow(item, true);
        adjust(item, batch, "-1", "damage");
        adjust(item, batch, "2", "return");
        awaitLow(item, false);
        adjust(item, batch, "-6", "damage");
        awaitLow(item, true);

        assertThat(told(item)).containsExactly("stock.low.v1", "stock.replenished.v1", "stock.low.v1");
        TopicClient.Message low = TopicClient.event("prescription.events", "stock.low.v1", item.id());
        assertThat(low.text("onHand")).isEqualTo("5");
        assertThat(low.text("reorderLevel")).isEqualTo("5");
        assertThat(low.text("unit")).isEqualTo("tablet");
    }

    @Test
    void what_is_recalled_or_expired_is_not_there() {
        Item item = item("5");
        String batch = batch(item, "10");
        batch(item, LocalDate.now().minusDays(1), "50");
        awaitLow(item, false);

        recall(batch);

        awaitLow(item, true);
        assertThat(TopicClient.event("prescription.events", "stock.low.v1", item.id())
                        .text("available"))
                .isEqualTo("0");
    }

    @Test
    void a_level_that_is_raised_above_what_is_there_is_a_crossing() {
        Item item = item("5");
        batch(item, "10");
        awaitLow(item, false);

        as("pharmacist")
                .header("If-Match", "*")
                .body("{\"reorderLevel\":10}")
                .patch(ITEMS + "/" + item.id())
                .then()
                .statusCode(200);

        awaitLow(item, true);
        assertThat(told(item)).containsExactly("stock.low.v1");
    }

    @Test
    void a_batch_that_will_expire_is_told_once() {
        Item item = item("0");
        String soon = batch(item, LocalDate.now().plusDays(30), "4.5");
        batch(item, NEXT_YEAR, "1");

        TopicClient.Message event = TopicClient.event("prescription.events", "stock.expiring.v1", item.id());

        assertThat(event.text("batchId")).isEqualTo(soon);
        assertThat(event.text("lot")).isEqualTo("L-1");
        assertThat(event.text("onHand")).isEqualTo("4.5");
        adjust(item, soon, "-1", "damage");
        // Whatever looks next has looked at this one too.
        Item later = item("0");
        batch(later, LocalDate.now().plusDays(30), "1");
        TopicClient.event("prescription.events", "stock.expiring.v1", later.id());
        assertThat(told(item)).containsOnlyOnce("stock.expiring.v1");
    }

    private void awaitLow(Item item, boolean low) {
        await().atMost(Duration.ofSeconds(20)).until(() -> Boolean.valueOf(low)
                .equals(rows("select low from inventory_item where id = $1", UUID.fromString(item.id()))
                        .get(0)
                        .getBoolean("low")));
    }

    private static List<String> told(Item item) {
        return TopicClient.all("prescription.events").stream()
                .filter(message -> message.key().equals(item.id()))
                .map(TopicClient.Message::type)
                .toList();
    }
}
