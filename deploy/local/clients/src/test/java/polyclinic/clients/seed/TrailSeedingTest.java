package polyclinic.clients.seed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.bson.Document;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.KafkaConnection;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.seed.invention.SeedPlan;
import polyclinic.clients.seed.invention.SeededDoctor;
import polyclinic.clients.seed.trail.StoredTrail;
import polyclinic.clients.seed.trail.TrailSeeding;
import polyclinic.clients.seed.trail.TrailTopic;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.KafkaTopic;
import polyclinic.local.servers.Mongo;
import polyclinic.local.servers.Postgres;

/** Entries on the topic, from appointments in a database of the service's own migrations. */
@DisabledIfSystemProperty(named = "quick", matches = ".*")
class TrailSeedingTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final int PARTITIONS = 4;

    @TempDir
    private static Path dir;

    private static Vertx vertx;
    private static Postgres postgres;
    private static Kafka kafka;
    private static Mongo mongo;
    private static SeedStore appointments;
    private static Clinic clinic;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        postgres = Postgres.start(dir.resolve("postgres"), Probe.freePort(), List.of("appointment"));
        kafka = Kafka.start(
                dir.resolve("kafka"),
                Probe.freePort(),
                Probe.freePort(),
                Map.of(TrailTopic.NAME, new KafkaTopic(PARTITIONS, Duration.ofDays(1))));
        mongo = Mongo.start(dir.resolve("mongo"), Probe.freePort());
        appointments = new SeedStore(vertx, MigratedDatabase.of(vertx, postgres, "appointment"));
        clinic = new Clinic(
                Map.of("POLYCLINIC_KAFKA", kafka.bootstrap(), "POLYCLINIC_MONGO_URL", mongo.administratorUrl()));
    }

    @AfterAll
    static void stop() {
        appointments.close();
        vertx.close();
        mongo.kill();
        kafka.kill();
        postgres.kill();
    }

    @Test
    void entries_are_signed_by_their_services_and_what_the_trail_has_is_not_sent_again() throws Exception {
        Map<String, PublicKey> keys = keys("patient", "appointment", "prescription", "billing", "notes", "asset");
        SeedPlan plan = SeedPlan.of(
                List.of("--patients", "41", "--doctors", "3", "--appointments", "600", "--audit-entries", "1500"));
        List<SeededDoctor> doctors = doctors(plan.doctors());
        List<UUID> patients = new ArrayList<>();
        for (int n = 0; n < plan.patients(); n++) patients.add(UUID.randomUUID());
        new AppointmentSeeding(appointments, NOW).write(plan, doctors, patients, progress());

        assertThat(seed(plan, doctors)).isEqualTo(1500);
        List<ConsumerRecord<String, String>> messages = messages();
        assertThat(messages).hasSize(1500);
        Set<String> ids = new HashSet<>();
        Set<String> named = new HashSet<>();
        for (ConsumerRecord<String, String> message : messages) {
            ObjectNode entry =
                    (ObjectNode) requireNonNull(JsonNodes.parse(message.value().getBytes(StandardCharsets.UTF_8)));
            ids.add(entry.path("id").asText());
            named.add(entry.path("patientId").asText());
            entry.path("patientIds").forEach(one -> named.add(one.asText()));
            assertThat(Instant.parse(entry.path("occurredAt").asText())).isBefore(NOW);
            requireSignature(entry, keys);
        }
        named.remove("");
        assertThat(ids).hasSize(1500);
        assertThat(named).hasSize(41);

        List<String> there = List.copyOf(ids).subList(0, 700);
        try (MongoClient client = MongoClients.create(mongo.administratorUrl())) {
            client.getDatabase("audit")
                    .getCollection("entries")
                    .insertMany(there.stream().map(id -> new Document("id", id)).toList());
        }
        assertThat(seed(plan, doctors)).isEqualTo(800);
        assertThat(messages().subList(1500, 2300)).noneMatch(message -> there.stream()
                .anyMatch(id -> message.value().contains(id)));
    }

    private static long seed(SeedPlan plan, List<SeededDoctor> doctors) {
        SeedProgress progress = progress();
        try (StoredTrail trail = new StoredTrail(clinic);
                TrailTopic topic = new TrailTopic(KafkaConnection.of(clinic), dir)) {
            new TrailSeeding(appointments, trail, topic).write(plan, doctors, progress);
        }
        return progress.fresh();
    }

    /** With the JDK's own signatures, and a canonical form by other code than that which signed. */
    private static void requireSignature(ObjectNode entry, Map<String, PublicKey> keys)
            throws GeneralSecurityException, IOException {
        JsonNode signature = entry.remove("signature");
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(
                requireNonNull(keys.get(entry.path("source").path("service").asText())));
        check.update(new JsonCanonicalizer(entry.toString()).getEncodedUTF8());
        assertThat(check.verify(
                        Base64.getDecoder().decode(signature.path("value").asText())))
                .isTrue();
    }

    private static Map<String, PublicKey> keys(String... names) throws GeneralSecurityException, IOException {
        Map<String, PublicKey> keys = new HashMap<>();
        for (String name : names) {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Path folder = Files.createDirectories(dir.resolve(name + "-service").resolve("keys"));
            Files.writeString(
                    folder.resolve("audit-entries.key"),
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
            keys.put(
                    name + "-service",
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(
                                    new X509EncodedKeySpec(pair.getPublic().getEncoded())));
        }
        return keys;
    }

    /** All that the topic has, by the time at which it came. */
    private static List<ConsumerRecord<String, String>> messages() {
        Map<String, Object> settings = new HashMap<>(KafkaConnection.of(clinic));
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int n = 0; n < PARTITIONS; n++) partitions.add(new TopicPartition(TrailTopic.NAME, n));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < requireNonNull(ends.get(partition))))
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
        }
        found.sort((one, other) -> Long.compare(one.timestamp(), other.timestamp()));
        return found;
    }

    private static List<SeededDoctor> doctors(int count) {
        List<SeededDoctor> doctors = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            UUID id = UUID.randomUUID();
            appointments.run("""
                    insert into doctor (id, version, given_name, family_name, license_number, email, specialty, time_zone,
                                        created_at, updated_at)
                    values ($1, 0, 'A', 'B', $2, $2, 'x', 'UTC', now(), now())""", List.of(id, "T-" + n));
            doctors.add(new SeededDoctor(id, "A B"));
        }
        return doctors;
    }

    private static SeedProgress progress() {
        return new SeedProgress(
                "things", 1, new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }
}
