package polyclinic.clients.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.clinic.KafkaConnection;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.KafkaTopic;

@DisabledIfSystemProperty(named = "quick", matches = ".*")
class DeadLettersCommandTest {
    private static final String EVENTS = "patient.events";

    @TempDir
    private static Path dir;

    private static Kafka kafka;
    private static Map<String, Object> connection;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        KafkaTopic topic = new KafkaTopic(1, Duration.ofDays(1));
        kafka = Kafka.at(
                dir.resolve("kafka"),
                Probe.freePort(),
                Probe.freePort(),
                Map.of(EVENTS, topic, "notes-service.dead-letter", topic, "asset-service.dead-letter", topic));
        kafka.start();
        connection = KafkaConnection.of(kafka.bootstrap(), Map.of());
    }

    @AfterAll
    static void stop() {
        kafka.kill();
    }

    @Test
    void a_letter_is_replayed_as_it_was_and_is_open_no_more() throws Exception {
        String id = setAside("notes-service", "{\"name\": \"Ada\"}", Map.of());

        assertThat(states(id)).containsExactly("open");
        assertThat(run("replay", id)).isZero();

        ConsumerRecord<String, String> again = last(EVENTS);
        assertThat(again.key()).isEqualTo("patient-1");
        assertThat(again.value()).isEqualTo("{\"name\": \"Ada\"}");
        assertThat(DeadLetter.header(again, "ce_id")).isEqualTo("event-1");
        assertThat(again.headers()).noneMatch(header -> header.key().startsWith("dead-letter"));
        assertThat(states(id)).isEmpty();
        assertThat(states(id, "--all")).containsExactly("replayed");
        assertThat(run("replay", id)).as("nothing is open").isEqualTo(1);
    }

    @Test
    void a_letter_that_was_too_large_is_replayed_from_where_it_came() throws Exception {
        long offset = send(new ProducerRecord<>(EVENTS, 0, "patient-1", "a large body"));
        String id = setAside("notes-service", "", Map.of("dead-letter-body", "left out: too large"), offset);

        assertThat(run("replay", id)).isZero();

        assertThat(last(EVENTS).value()).isEqualTo("a large body");
    }

    @Test
    void a_letter_is_dropped_with_a_reason_for_one_service_alone() throws Exception {
        String id = setAside("notes-service", "{}", Map.of());
        setAside("asset-service", "{}", Map.of(), offsetOf(id));

        assertThat(run("drop", id, "--service", "notes")).as("without a reason").isNotZero();
        assertThat(run("drop", id, "--service", "notes", "--reason", "a test")).isZero();

        assertThat(states(id, "--all", "--service", "notes")).containsExactly("dropped");
        assertThat(states(id, "--service", "asset")).containsExactly("open");
        assertThat(run("drop", "--all", "--reason", "a test")).isZero();
        assertThat(states(id)).isEmpty();
    }

    @Test
    void a_letter_is_shown_without_its_body_unless_it_is_asked_for() throws Exception {
        String id = setAside("notes-service", "{\"name\": \"Grace\"}", Map.of());

        assertThat(run("show", id)).isZero();
        assertThat(text()).contains("dead-letter-reason: no JSON").doesNotContain("Grace");
        assertThat(run("show", id, "--body")).isZero();
        assertThat(text()).contains("Grace");
        assertThat(run("show", "patient.events/0/999999")).isEqualTo(2);
    }

    private List<String> states(String id, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("list", "--json"));
        words.addAll(List.of(options));
        assertThat(run(words.toArray(String[]::new))).isZero();
        List<String> states = new ArrayList<>();
        for (JsonNode item : new ObjectMapper().readTree(text()).path("items"))
            if (item.path("id").asText().equals(id))
                states.add(item.path("state").asText());
        return states;
    }

    private int run(String... words) {
        printed.reset();
        return new DeadLettersCommand(connection, new PrintStream(printed, true, StandardCharsets.UTF_8)).run(words);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String setAside(String service, String body, Map<String, String> headers) throws Exception {
        return setAside(service, body, headers, send(new ProducerRecord<>(EVENTS, 0, "patient-1", body)));
    }

    /** As the services do it. Returns the letter's id. */
    private static String setAside(String service, String body, Map<String, String> headers, long offset)
            throws Exception {
        ProducerRecord<String, String> letter = new ProducerRecord<>(service + ".dead-letter", 0, "patient-1", body);
        Map<String, String> all = Map.of(
                "ce_id", "event-1",
                "ce_type", "patient.registered.v1",
                "dead-letter-reason", "no JSON",
                "dead-letter-topic", EVENTS,
                "dead-letter-partition", "0",
                "dead-letter-offset", "" + offset);
        all.forEach((name, value) -> letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        headers.forEach((name, value) -> letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        send(letter);
        return EVENTS + "/0/" + offset;
    }

    private static long offsetOf(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('/') + 1));
    }

    private static long send(ProducerRecord<String, String> record) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(connection, new StringSerializer(), new StringSerializer())) {
            return producer.send(record).get().offset();
        }
    }

    private static ConsumerRecord<String, String> last(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(connection, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, consumer.endOffsets(List.of(partition)).getOrDefault(partition, 1L) - 1);
            while (true)
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) return record;
        }
    }
}
