package polyclinic.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.KafkaTopic;
import polyclinic.local.servers.Redis;

/** Gateways that take up the same events: whatever ends or is killed meanwhile, the log has each once and no place is empty. */
class FeedIngestionTest {

    private static Redis redis;
    private static Kafka kafka;
    private static Vertx vertx;
    private static KafkaProducer<String, String> producer;

    private final String topic = UUID.randomUUID() + ".events";
    private final List<FeedNode> nodes = new ArrayList<>();

    @BeforeAll
    static void start() {
        Path servers = Path.of("target", "servers").toAbsolutePath();
        redis = Redis.start(servers.resolve("ingestion-redis"), Probe.freePort());
        kafka = Kafka.start(servers.resolve("ingestion-kafka"), Probe.freePort(), Probe.freePort(), Map.of());
        vertx = Vertx.vertx();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    static void end() {
        producer.close(Duration.ZERO);
        vertx.close();
        kafka.kill();
        redis.kill();
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (FeedNode node : nodes) node.stop();
    }

    @Test
    void gateways_come_and_go_and_redis_is_killed_and_each_event_has_one_place() throws Exception {
        kafka.createTopics(Map.of(topic, new KafkaTopic(3, Duration.ofDays(1))));
        FeedNode one = node();
        FeedNode other = node();
        await().until(() -> one.tail().isConnected() && other.tail().isConnected());
        long beginning = FeedNode.last(one.log());
        List<FeedEntry> seen = new CopyOnWriteArrayList<>();
        other.tail().onEntries(seen::addAll);

        publish(0, 400);
        one.stop();
        publish(400, 200);
        redis.kill();
        publish(600, 200);
        redis.start();
        node();
        publish(800, 400);

        await().atMost(Duration.ofSeconds(40)).until(() -> seen.size() >= 1_200);
        List<FeedEntry> entries = FeedNode.await(other.log().read(beginning, 5_000));
        assertThat(numbers(entries))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1_200).boxed().toList());
        assertThat(numbers(seen)).isEqualTo(numbers(entries));
        long place = beginning;
        for (FeedEntry entry : entries) {
            assertThat(entry.previous()).isEqualTo(place);
            assertThat(entry.seq()).isEqualTo(place + 1);
            place = entry.seq();
        }
        for (int key = 0; key < 7; key++) {
            int remainder = key;
            assertThat(numbers(entries).stream().filter(number -> number % 7 == remainder))
                    .isSorted();
        }
    }

    @Test
    void a_log_that_redis_has_lost_begins_anew_and_goes_on_with_what_comes() throws Exception {
        kafka.createTopics(Map.of(topic, new KafkaTopic(1, Duration.ofDays(1))));
        FeedNode node = node();
        publish(0, 10);
        List<FeedEntry> seen = new CopyOnWriteArrayList<>();
        node.tail().onEntries(seen::addAll);
        await().until(() -> node.tail().isConnected());
        await().until(() -> FeedNode.await(node.log().position(topic + "/0")) == 10);
        long last = FeedNode.last(node.log());

        redis.clear();
        publish(10, 5);

        await().atMost(Duration.ofSeconds(20)).until(() -> numbers(seen).contains(14));
        List<FeedEntry> entries = FeedNode.await(node.log().read(0, 100));
        assertThat(entries.get(0).previous()).isGreaterThan(last);
        assertThat(numbers(entries)).endsWith(10, 11, 12, 13, 14);
    }

    private FeedNode node() {
        FeedNode node = new FeedNode(
                vertx,
                redis.url(),
                Map.of(
                        "name", topic,
                        "kafka.servers", kafka.bootstrap(),
                        "kafka.group", topic,
                        "kafka.topics", topic));
        node.start();
        nodes.add(node);
        return node;
    }

    /** The number of an event is its token; seven things happen in turn. */
    private void publish(int from, int count) {
        for (int i = from; i < from + count; i++) {
            String body = new JsonObject()
                    .put("queueEntryId", UUID.randomUUID().toString())
                    .put("tokenNumber", i)
                    .put("status", "waiting")
                    .encode();
            ProducerRecord<String, String> event = new ProducerRecord<>(topic, "thing-" + i % 7, body);
            Map.of(
                            "ce_id", UUID.randomUUID().toString(),
                            "ce_type", "queue.entry-moved.v1",
                            "ce_time", "2026-03-02T09:30:00Z")
                    .forEach((name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(event);
        }
        producer.flush();
    }

    private static List<Integer> numbers(List<FeedEntry> entries) {
        return entries.stream()
                .map(entry -> new JsonObject(entry.json()).getJsonObject("data").getInteger("tokenNumber"))
                .toList();
    }
}
