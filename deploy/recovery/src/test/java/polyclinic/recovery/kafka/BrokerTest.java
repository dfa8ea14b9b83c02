package polyclinic.recovery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.KafkaTopic;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;
import polyclinic.recovery.repository.TestRepositories;

/** A real broker: who is behind, and its dead letters, copied and sent again as after a restore. */
class BrokerTest {
    private static final String TOPIC = "notes-service.dead-letter";

    @TempDir
    private Path dir;

    @Test
    void letters_come_back_with_all_their_headers_once_kafka_has_them() throws Exception {
        BackupRepository repository = TestRepositories.in(dir.resolve("backups"));
        try (Kafka server = Kafka.start(
                        dir.resolve("kafka"),
                        Probe.freePort(),
                        Probe.freePort(),
                        Map.of(TOPIC, new KafkaTopic(1, Duration.ofDays(36_500))));
                Broker broker = Broker.of(Map.of("POLYCLINIC_KAFKA", server.bootstrap()))) {
            assertThat(DeadLetterCopy.copy(broker, repository, "20260101T000000Z"))
                    .isEmpty();
            letter(broker);

            List<StoredFile> files = DeadLetterCopy.copy(broker, repository, "20260102T000000Z");
            DeadLetterCopy.send(files, repository, broker);

            List<ConsumerRecord<byte[], byte[]>> letters = letters(broker);
            assertThat(letters).hasSize(2).allSatisfy(letter -> {
                assertThat(letter.key()).asString().isEqualTo("patient-1");
                assertThat(letter.value()).isNull();
                assertThat(letter.timestamp()).isEqualTo(1_700_000_000_000L);
                assertThat(letter.headers().headers("dead-letter-cause"))
                        .extracting(header -> new String(header.value(), StandardCharsets.UTF_8))
                        .containsExactly("first", "second");
            });
        }
    }

    @Test
    void what_was_decided_about_letters_is_not_sent_again_and_what_became_of_them_is() throws Exception {
        BackupRepository repository = TestRepositories.in(dir.resolve("backups"));
        try (Kafka server = Kafka.start(
                        dir.resolve("kafka"),
                        Probe.freePort(),
                        Probe.freePort(),
                        Map.of(TOPIC, new KafkaTopic(1, Duration.ofDays(36_500))));
                Broker broker = Broker.of(Map.of("POLYCLINIC_KAFKA", server.bootstrap()))) {
            for (String header : List.of("dead-letter-topic", "dead-letter-decided", "dead-letter-settled"))
                send(broker, new RecordHeaders().add(header, bytes("patient.events")));

            List<StoredFile> files = DeadLetterCopy.copy(broker, repository, "20260101T000000Z");
            DeadLetterCopy.send(files, repository, broker);

            assertThat(letters(broker))
                    .flatExtracting(letter -> List.of(letter.headers().toArray()))
                    .extracting(Header::key)
                    .containsExactly(
                            "dead-letter-topic",
                            "dead-letter-decided",
                            "dead-letter-settled",
                            "dead-letter-topic",
                            "dead-letter-settled");
        }
    }

    @Test
    void of_a_stranger_and_of_a_group_that_was_left_nobody_waits_for() throws Exception {
        try (Kafka server = Kafka.start(
                        dir.resolve("kafka"),
                        Probe.freePort(),
                        Probe.freePort(),
                        Map.of("patient.events", new KafkaTopic(1, Duration.ofDays(36_500))));
                Broker broker = Broker.of(Map.of(
                        "POLYCLINIC_KAFKA",
                        server.bootstrap(),
                        "POLYCLINIC_NOTES_MANAGEMENT_URL",
                        "http://127.0.0.1:9084"))) {
            TopicPartition events = new TopicPartition("patient.events", 0);
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(broker.settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(events.topic(), bytes("an event")))
                        .get();
            }
            commit(broker, "somebody", events, 0);
            commit(broker, "notes-service", events, 1);
            assertThat(broker.events().positions().behind()).isEmpty();

            // The only group of its service: somebody will go on with it.
            commit(broker, "notes-service", events, 0);
            assertThat(broker.events().positions().behind()).get().asString().startsWith("notes-service has 1 events");

            // A group for each topic has taken its place.
            commit(broker, "notes-service.care", events, 1);
            assertThat(broker.events().positions().behind()).isEmpty();

            commit(broker, "notes-service.care", events, 0);
            assertThat(broker.events().positions().behind())
                    .get()
                    .asString()
                    .startsWith("notes-service.care has 1 events");
        }
    }

    private static void commit(Broker broker, String group, TopicPartition partition, long offset) {
        Map<String, Object> settings = new HashMap<>(broker.settings());
        settings.put("group.id", group);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        }
    }

    private static void letter(Broker broker) throws Exception {
        send(
                broker,
                new RecordHeaders().add("dead-letter-cause", bytes("first")).add("dead-letter-cause", bytes("second")));
    }

    private static void send(Broker broker, Headers headers) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker.settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            TOPIC, 0, 1_700_000_000_000L, bytes("patient-1"), (byte[]) null, headers))
                    .get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(Broker broker) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(broker.settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
