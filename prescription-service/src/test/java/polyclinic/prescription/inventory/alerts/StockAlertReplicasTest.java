package polyclinic.prescription.inventory.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.inventory.PharmacyTest;

@QuarkusTest
class StockAlertReplicasTest extends PharmacyTest {
    private static final int REPLICAS = 4;

    @Inject
    StockAlerts alerts;

    @Inject
    DuplicatedContextRunner runner;

    @Test
    void what_runs_low_or_will_expire_is_told_once_however_many_look() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Item item = item("5");
            batch(item, LocalDate.now().plusDays(30), "2");
            items.add(item);
        }

        List<CompletableFuture<Void>> replicas = new ArrayList<>();
        for (int i = 0; i < REPLICAS; i++) {
            CompletableFuture<Void> replica = new CompletableFuture<>();
            runner.run(alerts::tell, replica::complete, replica::completeExceptionally);
            replicas.add(replica);
        }
        replicas.forEach(CompletableFuture::join);

        for (Item item : items) {
            TopicClient.event("prescription.events", "stock.low.v1", item.id());
            TopicClient.event("prescription.events", "stock.expiring.v1", item.id());
            assertThat(TopicClient.all("prescription.events"))
                    .filteredOn(message -> message.key().equals(item.id()))
                    .extracting(TopicClient.Message::type)
                    .containsExactlyInAnyOrder("stock.low.v1", "stock.expiring.v1");
        }
    }
}
