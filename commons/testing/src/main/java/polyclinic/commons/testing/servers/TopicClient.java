package polyclinic.commons.testing.servers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import polyclinic.local.servers.Kafka;

/** What a service published, and what others would publish to it, on the test's own Kafka. */
public final class TopicClient {
    private static final ObjectMapper JSON =
            new ObjectMapper().registerModules(ObjectMapper.findModules(TopicClient.class.getClassLoader()));
    private static final String AUDIT_ENTRIES = "audit.entries";
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Map<String, TopicLog> LOGS = new HashMap<>();
    private static @Nullable Kafka server;
    private static @Nullable KafkaProducer<String, String> producer;

    private TopicClient() {}

    /** A message as it arrived. */
    public static final class Message {
        private final String topic;
        private final String key;
        private final Map<String, String> headers;
        private final String body;
        /** Each test looks through everything that the tests before it have caused: it is parsed once. */
        private volatile @Nullable ObjectNode json;

        Message(String topic, String key, Map<String, String> headers, String body) {
            this.topic = topic;
            this.key = key;
            this.headers = headers;
            this.body = body;
        }

        public String topic() {
            return topic;
        }

        public String key() {
            return key;
        }

        public Map<String, String> headers() {
            return headers;
        }

        public String body() {
            return body;
        }

        /** Empty when the message is no CloudEvent. */
        public String type() {
            return headers.getOrDefault("ce_type", "");
        }

        /** A field of the body as text, "" when it has none. */
        public String text(String field) {
            return json().path(field).asText();
        }

        /** The body; nobody changes it. */
        public ObjectNode json() {
            ObjectNode known = json;
            if (known == null) {
                known = parsed();
                json = known;
            }
            return known;
        }

        private ObjectNode parsed() {
            try {
                return (ObjectNode) JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return topic + " " + key + " " + headers + " " + body;
        }
    }

    /** Waits until a topic holds a matching message and returns the first. */
    public static Message await(String topic, Predicate<Message> wanted) {
        return await(topic, wanted, 1).get(0);
    }

    /** Waits until a topic holds {@code count} matching messages and returns all that match. */
    public static List<Message> await(String topic, Predicate<Message> wanted, int count) {
        TopicLog log = log(topic);
        return Awaitility.await("messages on " + topic)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(ARRIVAL_TIMEOUT)
                .until(() -> matching(log, wanted, count), found -> found.size() >= count);
    }

    private static List<Message> matching(TopicLog log, Predicate<Message> wanted, int count) {
        List<Message> known = log.messages().stream().filter(wanted).toList();
        return known.size() >= count
                ? known
                : log.readOn(MOMENT).stream().filter(wanted).toList();
    }

    /** Waits for the first event of a type about an aggregate. */
    public static Message event(String topic, String type, String aggregateId) {
        return await(
                topic, message -> message.type().equals(type) && message.key().equals(aggregateId));
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

    /** The last message of a topic, as another consumer of the topic that is told the same would poll it. */
    public static ConsumerRecords<String, String> lastPoll(String topic) {
        List<Message> all = all(topic);
        Message last = all.get(all.size() - 1);
        RecordHeaders headers = new RecordHeaders();
        last.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        ConsumerRecord<String, String> record = new ConsumerRecord<>(
                topic, 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, last.key(), last.body(), headers, Optional.empty());
        return new ConsumerRecords<>(Map.of(new TopicPartition(topic, 0), List.of(record)), Map.of());
    }

    /** Everything that a topic holds now. */
    public static List<Message> all(String topic) {
        TopicLog log = log(topic);
        Awaitility.await("the end of " + topic)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(ARRIVAL_TIMEOUT)
                .until(() -> {
                    log.readOn(MOMENT);
                    return log.isAtEnd();
                });
        return log.messages();
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
        ProducerRecord<String, String> message = new ProducerRecord<>(topic, key, body);
        headers.forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        KafkaProducer<String, String> sender = producer();
        sender.send(message);
        sender.flush();
    }

    static Message message(ConsumerRecord<String, String> message) {
        Map<String, String> headers = new TreeMap<>();
        message.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return new Message(message.topic(), message.key(), headers, message.value());
    }

    private static synchronized TopicLog log(String topic) {
        forgetOtherServers();
        return LOGS.computeIfAbsent(
                topic, name -> new TopicLog(KafkaServer.current().bootstrap(), name));
    }

    private static synchronized KafkaProducer<String, String> producer() {
        forgetOtherServers();
        if (producer == null) {
            Map<String, Object> config =
                    Map.of("bootstrap.servers", KafkaServer.current().bootstrap());
            producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        }
        return producer;
    }

    /** A Kafka that was prepared since has other topics, even by the same names. */
    private static void forgetOtherServers() {
        if (server == KafkaServer.current()) return;
        LOGS.values().forEach(TopicLog::close);
        LOGS.clear();
        if (producer != null) producer.close(Duration.ZERO);
        producer = null;
        server = KafkaServer.current();
    }
}
