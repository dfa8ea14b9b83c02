package polyclinic.audit.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.audit.ingest.EntrySamples.entry;
import static polyclinic.audit.signing.ProducerSamples.signed;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.SampleRecords;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.TopicClient;

@QuarkusTest
class RecordIngestionTest extends ServiceTest {
    private static final String TOPIC = "audit.entries";

    @Test
    void an_entry_from_kafka_gets_its_place_with_its_offset() {
        AuditEntry entry = entry();

        send(List.of(signed(entry)));

        Document stored = arrived(entry.id());
        assertThat(stored.getInteger("chain")).isZero();
        assertThat(stored.getLong("seq")).isPositive();
        assertThat(stored.getLong("offset")).isNotNegative();
        assertThat(stored.getString("hash")).hasSize(64);
        assertThat(stored.getString("patientId")).isEqualTo(String.valueOf(entry.patientId()));
        assertThat(verified(0).getList("problems")).isEmpty();
    }

    @Test
    void poison_goes_to_the_dead_letters_and_what_stands_behind_it_flows() {
        AuditEntry before = entry();
        AuditEntry behind = entry();
        String poison = "{\"poison\":\"" + UUID.randomUUID() + "\"}";

        send(List.of(signed(before), poison, "}{", signed(behind)));

        arrived(before.id());
        arrived(behind.id());
        TopicClient.Message dead =
                TopicClient.await("audit-service.dead-letter", message -> poison.equals(message.body()));
        assertThat(dead.headers())
                .containsEntry("dead-letter-topic", TOPIC)
                .containsEntry("dead-letter-reason", "actor is missing or no object")
                .containsKeys("dead-letter-partition", "dead-letter-offset");
        assertThat(verified(0).getList("problems")).isEmpty();
    }

    @Test
    void a_redelivered_message_is_in_the_chain_once() {
        AuditEntry entry = entry();
        String json = signed(entry);

        send(List.of(json, json, json));
        AuditEntry last = entry();
        send(List.of(json, signed(last)));

        arrived(last.id());
        assertThat(collection("entries")
                        .countDocuments(Filters.eq("id", entry.id().toString())))
                .isEqualTo(1);
        assertThat(verified(0).getList("problems")).isEmpty();
    }

    @Test
    void a_batch_delivered_again_changes_nothing() {
        int chain = freshChain();
        feed.append(chain, 1, 50);
        String head = verified(chain).getString("head");

        feed.append(chain, 1, 50);

        assertThat(whole(chain, 50).getString("head")).isEqualTo(head);
    }

    @Test
    void a_batch_of_which_a_part_was_in_before_a_crash_is_completed() {
        int chain = freshChain();
        feed.append(chain, 1, 17);
        RecordIngestion restarted = feed.replica();

        ChainFeed.append(restarted, chain, 5, 60).await().indefinitely();

        whole(chain, 60);
    }

    @Test
    void entries_that_came_out_of_order_again_are_recognised_one_by_one() {
        int chain = freshChain();
        feed.append(chain, 10, 12);
        feed.append(chain, 20, 22);

        ChainFeed.append(feed.replica(), chain, 1, 30).await().indefinitely();

        whole(chain, 30);
    }

    @Test
    void a_head_that_was_not_saved_before_a_crash_is_found_again() {
        int chain = freshChain();
        feed.append(chain, 1, 20);
        collection("heads").updateOne(Filters.eq("_id", chain), Updates.set("seq", 7L));
        collection("heads")
                .updateOne(
                        Filters.eq("_id", chain),
                        Updates.set(
                                "hash",
                                collection("entries")
                                        .find(Filters.and(Filters.eq("chain", chain), Filters.eq("seq", 7L)))
                                        .first()
                                        .getString("hash")));

        ChainFeed.append(feed.replica(), chain, 21, 30).await().indefinitely();

        whole(chain, 30);
    }

    @Test
    void two_replicas_that_both_believe_to_own_a_partition_neither_fork_nor_double_it() {
        int chain = freshChain();
        RecordIngestion one = feed.replica();
        RecordIngestion two = feed.replica();

        Uni.join()
                .all(List.of(
                        in_batches(one, chain, 7), in_batches(two, chain, 11), in_batches(feed.replica(), chain, 40)))
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(60));

        whole(chain, 200);
    }

    @Test
    void a_replica_whose_idea_of_the_head_is_stale_goes_on_behind_the_real_one() {
        int chain = freshChain();
        RecordIngestion stale = feed.replica();
        ChainFeed.append(stale, chain, 1, 5).await().indefinitely();
        feed.append(chain, 6, 30);

        ChainFeed.append(stale, chain, 31, 40).await().indefinitely();

        whole(chain, 40);
    }

    @Test
    void the_same_id_with_another_content_is_set_aside() {
        int chain = freshChain();
        feed.append(chain, 1, 3);
        AuditRecord first = ChainFeed.record(chain, 2);
        AuditRecord contradiction = SampleRecords.with(first, "action", "delete");

        feed.replica()
                .append(List.of(ChainFeed.received(chain, 4, contradiction)))
                .await()
                .indefinitely();

        whole(chain, 3);
        TopicClient.await("audit-service.dead-letter", message -> first.id().equals(message.key()));
    }

    @Test
    void entries_wait_for_a_store_that_is_away() {
        MongoServer.assumeOwn();
        AuditEntry entry = entry();
        arrived(sent());

        try (WaitingConsumer consumer = new WaitingConsumer()) {
            MongoServer.current().kill();
            send(List.of(signed(entry)));
            consumer.awaitWarning();
        }
        MongoServer.current().start();

        arrived(entry.id());
        assertThat(verified(0).getList("problems")).isEmpty();
    }

    @Test
    void a_long_backlog_is_chained_without_a_gap() {
        arrived(sent());
        List<String> many =
                IntStream.range(0, 12_000).mapToObj(i -> signed(entry())).toList();
        long before = collection("entries").estimatedDocumentCount();

        send(many);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> collection("entries").estimatedDocumentCount() >= before + many.size());

        assertThat(verified(0).getList("problems")).isEmpty();
    }

    private static Uni<Void> in_batches(RecordIngestion replica, int chain, int size) {
        Uni<Void> work = Uni.createFrom().voidItem();
        for (int from = 1; from <= 200; from += size) {
            int first = from;
            work = work.chain(() -> ChainFeed.append(replica, chain, first, Math.min(200, first + size - 1)));
        }
        return work.runSubscriptionOn(Infrastructure.getDefaultExecutor());
    }

    private JsonPath whole(int chain, int length) {
        JsonPath report = verified(chain);
        assertThat(report.getList("problems")).isEmpty();
        assertThat(report.getInt("length")).isEqualTo(length);
        assertThat(collection("entries").countDocuments(Filters.eq("chain", chain)))
                .isEqualTo(length);
        return report;
    }

    private UUID sent() {
        AuditEntry entry = entry();
        send(List.of(signed(entry)));
        return entry.id();
    }

    private Document arrived(UUID id) {
        return arrived("entries", id.toString());
    }

    private static void send(List<String> bodies) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", KafkaServer.current().bootstrap());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            bodies.forEach(body -> producer.send(new ProducerRecord<>(TOPIC, "key", body)));
        }
    }

    /** Hears the consumer say in the log that it waits for the store. */
    private static final class WaitingConsumer extends Handler implements AutoCloseable {
        private final Logger log = Logger.getLogger(AuditEntryConsumer.class.getName());
        private final CountDownLatch warned = new CountDownLatch(1);

        WaitingConsumer() {
            log.addHandler(this);
        }

        void awaitWarning() {
            await().atMost(Duration.ofSeconds(30)).until(() -> warned.getCount() == 0);
        }

        @Override
        public void publish(LogRecord message) {
            if (message.getLevel().intValue() >= Level.WARNING.intValue()) warned.countDown();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            log.removeHandler(this);
        }
    }
}
