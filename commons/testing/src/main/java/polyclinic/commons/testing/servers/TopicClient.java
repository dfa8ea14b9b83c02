package polyclinic.commons.testing.servers;

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
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What a service published, and what others would publish to it, on the test's own Kafka. */
public class TopicClient {
    private static final ObjectMapper JSON =
            new ObjectMapper().registerModules(ObjectMapper.findModules(TopicClient.class.getClassLoader()));
    private static final String AUDIT_ENTRIES = "audit.entries";
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(20);

    protected TopicClient() {}

    /** A message as it arrived. */
    public record Message(String topic, String key, Map<String, String> headers, String body) {
        /** Null when the message is no CloudEvent. */
        public @Nullable String type() {
            return headers.get("ce_type");
        }

        /** A field of the body as text, "" when it has none. */
        public String text(String field) {
            return json().path(field).asText();
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
            Awaitility.await("messages on " + topic).atMost(ARRIVAL_TIMEOUT).until(() -> {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(100))) {
                    Message candidate = message(message);
                    if (wanted.test(candidate)) found.add(candidate);
                }
                return found.size() >= count;
            });
        }
        return found;
    }

    /** Waits for the first event of a type about an aggregate. */
    public static Message event(String topic, String type, String aggregateId) {
        return await(
                topic, message -> type.equals(message.type()) && message.key().equals(aggregateId));
    }

    /** Waits for the first audit entry of an action on an entity. */
    public static Message auditEntry(String action, String entityId) {
        return await(
                AUDIT_ENTRIES,
                message -> message.text("action").equals(action)
                        && message.text("entityId").equals(entityId));
    }

    /** Waits until an entity has so many audit entries and returns all that it has, in order. */
    public static List<Message> auditEntries(String entityId, int count) {
        return await(AUDIT_ENTRIES, message -> message.text("entityId").equals(entityId), count);
    }

    /** Everything that a topic holds now. */
    public static List<Message> all(String topic) {
        List<Message> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            var ends = consumer.endOffsets(consumer.assignment());
            Awaitility.await().atMost(ARRIVAL_TIMEOUT).until(() -> {
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
        Map<String, String> headers = new TreeMap<>();
        message.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return new Message(message.topic(), message.key(), headers, message.value());
    }

    private static String bootstrap() {
        return KafkaServer.current().bootstrap();
    }
}
