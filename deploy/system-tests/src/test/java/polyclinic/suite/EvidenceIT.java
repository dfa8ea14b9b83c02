package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.KafkaConnection;

/** Somebody is inside: with the rights of Kafka's administrator, with the key of a service, on the machine itself. */
class EvidenceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "audit.entries";
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(30);

    @Test
    void a_forged_entry_is_no_evidence_though_it_is_on_the_topic() throws Exception {
        ObjectNode forged = entry("patient-service");

        sendAsAdministrator(forged.toString());

        assertThat(isInTrailAfterTheNext(forged)).isFalse();
        assertThat(Suite.run("verify-audit")).contains("VALID");
    }

    @Test
    void the_stolen_key_of_a_service_makes_no_entry_in_the_name_of_another() throws Exception {
        ObjectNode forged = signed(entry("patient-service"), "notes-service");
        ObjectNode own = signed(entry("notes-service"), "notes-service");

        sendAsAdministrator(forged.toString());
        sendAsAdministrator(own.toString());

        awaitInTrail(own.path("id").asText());
        assertThat(isInTrailAfterTheNext(forged)).isFalse();
    }

    @Test
    void the_password_of_a_service_writes_no_topic_of_another() throws Exception {
        Suite.clinic();
        Properties secrets = new Properties();
        try (var in = Files.newBufferedReader(Suite.home().resolve("kafka/secrets.properties"))) {
            secrets.load(in);
        }
        Map<String, Object> asNotes = KafkaConnection.of(
                Suite.clinic().require("POLYCLINIC_KAFKA"),
                Map.of(
                        "POLYCLINIC_KAFKA_PROTOCOL", "SASL_PLAINTEXT",
                        "POLYCLINIC_KAFKA_USER", "notes-service",
                        "POLYCLINIC_KAFKA_PASSWORD", secrets.getProperty("notes-service")));

        assertThatThrownBy(() -> send(asNotes, "appointment.events", "{}"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_program_on_the_machine_cannot_write_another_address_into_the_trail() throws Exception {
        String marker = "evidence-" + UUID.randomUUID();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(Suite.clinic().service("patient") + "/api/v1/patients?q=Anybody"))
                .header(
                        "Authorization",
                        "Bearer " + Suite.clinic().session("nurse", "nurse").token())
                .header("User-Agent", marker)
                .header("X-Forwarded-For", "203.0.113.7")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);

        JsonNode recorded = Poller.until(
                ARRIVAL_TIMEOUT,
                () -> {
                    for (JsonNode entry : Suite.clinic()
                            .as("auditor")
                            .get("/audit?actor=nurse&limit=50")
                            .json()
                            .path("items"))
                        if (entry.path("source").path("userAgent").asText().equals(marker)) return entry;
                    return null;
                },
                () -> "the trail lacks the request");

        assertThat(recorded.path("source").path("ip").asText()).isEqualTo("127.0.0.1");
    }

    private static ObjectNode entry(String service) {
        ObjectNode entry = JSON.createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("occurredAt", MICROSECONDS.format(Instant.now()))
                .put("action", "read")
                .put("entityType", "patient")
                .put("outcome", "success");
        entry.putObject("actor")
                .put("subject", "s")
                .put("name", "doctor2")
                .putArray("roles")
                .add("doctor");
        entry.putObject("source").put("service", service);
        entry.putArray("changedFields");
        return entry;
    }

    /** With the private key as a thief finds it in the service's folder. */
    private static ObjectNode signed(ObjectNode entry, String thiefOf) throws Exception {
        Suite.clinic();
        Path keys = Suite.home().resolve(thiefOf).resolve("keys");
        byte[] encoded = Base64.getDecoder()
                .decode(Files.readString(keys.resolve("audit-entries.key")).strip());
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        signer.update(new JsonCanonicalizer(entry.toString()).getEncodedString().getBytes(StandardCharsets.UTF_8));
        entry.putObject("signature")
                .put("keyId", keyId(keys))
                .put("value", Base64.getEncoder().encodeToString(signer.sign()));
        return entry;
    }

    private static String keyId(Path keys) throws Exception {
        try (Stream<Path> files = Files.list(keys)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pub"))
                    .map(name -> name.replaceAll(".*-([0-9a-f]{16})\\.pub", "$1"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What is sent to the same partition afterwards is decided afterwards. */
    private static boolean isInTrailAfterTheNext(ObjectNode entry) throws Exception {
        ObjectNode next = signed(entry("notes-service"), "notes-service");
        sendAsAdministrator(next.toString());
        awaitInTrail(next.path("id").asText());
        return isInTrail(entry.path("id").asText());
    }

    private static void awaitInTrail(String id) {
        Poller.until(ARRIVAL_TIMEOUT, () -> isInTrail(id) ? id : null, () -> "the trail lacks the entry " + id);
    }

    private static boolean isInTrail(String id) {
        return Suite.clinic().as("auditor").get("/audit/" + id).status() == 200;
    }

    private static void sendAsAdministrator(String body) throws Exception {
        send(KafkaConnection.of(Suite.clinic()), TOPIC, body);
    }

    private static void send(Map<String, Object> connection, String topic, String body)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(connection, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, "key", body)).get(20, TimeUnit.SECONDS);
        }
    }
}
