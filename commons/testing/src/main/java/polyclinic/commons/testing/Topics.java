package polyclinic.commons.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a service published, and what others would publish to it, on the test's own Kafka. */
public final class Topics {
    private static final ObjectMapper JSON =
            new ObjectMapper().registerModules(ObjectMapper.findModules(Topics.class.getClassLoader()));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Topics() {}

    /** A message as it arrived. */
    public record Message(String topic, String key, Map<String, String> headers, String body) {
        public String type() {
            return headers.get("ce_type");
        }

        public ObjectNode json() {
            try {
                return (ObjectNode) JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Waits until a topic holds a matching message and returns the first. */
    public static Message await(String topic, Predicate<Message> wanted) {
        return await(topic, wanted, 1).get(0);
    }

    /** Waits until a topic holds {@code count} matching messages and returns all that match. */
    public static List<Message> await(String topic, Predicate<Message> wanted, int count) {
        List<Message> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            org.awaitility.Awaitility.await("messages on " + topic)
                    .atMost(PATIENCE)
                    .until(() -> {
                        for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(100))) {
                            Message candidate = message(message);
                            if (wanted.test(candidate)) found.add(candidate);
                        }
                        return found.size() >= count;
                    });
        }
        return found;
    }

    /** Everything that a topic holds now. */
    public static List<Message> all(String topic) {
        List<Message> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            var ends = consumer.endOffsets(consumer.assignment());
            org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> found.add(message(message)));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return found;
    }

    /** Publishes an event as its owner would; returns the event's id. */
    public static UUID publish(String topic, String type, UUID aggregateId, Map<String, ?> data) {
        UUID id = UUID.randomUUID();
        publish(topic, id, type, aggregateId, data);
        return id;
    }

    /** Publishes with an id of the caller's choice, so that a duplicate can be sent. */
    public static void publish(String topic, UUID eventId, String type, UUID aggregateId, Map<String, ?> data) {
        try {
            send(
                    topic,
                    aggregateId.toString(),
                    Map.of(
                            "ce_specversion",
                            "1.0",
                            "ce_id",
                            eventId.toString(),
                            "ce_type",
                            type,
                            "ce_source",
                            "/test",
                            "ce_subject",
                            aggregateId.toString(),
                            "ce_time",
                            Instant.now().toString(),
                            "ce_actor",
                            "test"),
                    JSON.writeValueAsString(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends any message, a malformed one too. */
    public static void send(String topic, String key, Map<String, String> headers, String body) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> message = new ProducerRecord<>(topic, key, body);
            headers.forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(message);
            producer.flush();
        }
    }

    private static KafkaConsumer<String, String> consumer(String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap(), "enable.auto.commit", false);
        var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static Message message(ConsumerRecord<String, String> message) {
        Map<String, String> headers = new java.util.TreeMap<>();
        message.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return new Message(message.topic(), message.key(), headers, message.value());
    }

    private static String bootstrap() {
        return KafkaServer.current().bootstrap();
    }
}
