package polyclinic.clients.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.clinic.KafkaConnection;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.KafkaTopic;
import polyclinic.local.servers.Redis;
import polyclinic.local.servers.S3;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The servers of the stack give each user what the user needs, and nobody anything without a password. */
@DisabledIfSystemProperty(named = "quick", matches = ".*")
class ServerRightsTest {
    private static final String ASSETS = "polyclinic-assets";
    private static final String AUDIT = "polyclinic-audit";

    @TempDir
    private static Path dir;

    private static Kafka kafka;
    private static S3 s3;
    private static Redis redis;

    @BeforeAll
    static void start() {
        Path rights = Distribution.checkout().resolve("deploy/kafka/acl.csv");
        KafkaTopic topic = new KafkaTopic(1, Duration.ofDays(1));
        Map<String, KafkaTopic> topics =
                Map.of("patient.events", topic, "appointment.events", topic, "audit.entries", topic);
        kafka = Kafka.at(dir.resolve("kafka"), Probe.freePort(), Probe.freePort(), topics)
                .secured(rights);
        kafka.start();
        s3 = S3.start(dir.resolve("s3"), Probe.freePort(), List.of(ASSETS, AUDIT));
        redis = Redis.at(dir.resolve("redis"), Probe.freePort()).secured();
        redis.start();
    }

    @AfterAll
    static void stop() {
        kafka.kill();
        s3.kill();
        redis.kill();
    }

    @Test
    void a_service_writes_its_own_topic_and_the_audit_trail() throws Exception {
        send("patient-service", "patient.events");
        send("patient-service", "audit.entries");
    }

    @Test
    void a_service_cannot_write_the_topic_of_another() {
        assertThatThrownBy(() -> send("patient-service", "appointment.events"))
                .isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_service_reads_what_it_needs_with_a_group_of_its_own_name() throws Exception {
        send("appointment-service", "appointment.events");

        assertThat(read("patient-service", "patient-service", "appointment.events"))
                .isPositive();
    }

    @Test
    void a_service_cannot_read_the_audit_trail_nor_in_the_place_of_another() {
        assertThatThrownBy(() -> read("patient-service", "patient-service", "audit.entries"))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read("patient-service", "notes-service", "appointment.events"))
                .hasMessageContaining("notes-service");
    }

    @Test
    void kafka_asks_everybody_who_they_are() {
        Map<String, String> wrong = new HashMap<>(kafka.credentials("patient-service"));
        wrong.put("POLYCLINIC_KAFKA_PASSWORD", "guessed");

        assertThatThrownBy(() -> send(wrong, "patient.events")).isInstanceOf(SaslAuthenticationException.class);
        assertThatThrownBy(() -> send(Map.of("POLYCLINIC_KAFKA_PROTOCOL", "PLAINTEXT"), "patient.events"))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void kafka_keeps_its_users_and_their_rights_over_a_restart() throws Exception {
        kafka.kill();
        kafka.start();

        send("patient-service", "patient.events");
        assertThatThrownBy(() -> send("patient-service", "appointment.events"))
                .isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void the_key_of_a_bucket_opens_no_other() {
        try (S3Client assets = s3(ASSETS);
                S3Client audit = s3(AUDIT)) {
            audit.putObject(request -> request.bucket(AUDIT).key("checkpoint"), RequestBody.fromString("{}"));

            assertThatThrownBy(() ->
                            assets.getObject(request -> request.bucket(AUDIT).key("checkpoint")))
                    .isInstanceOfSatisfying(S3Exception.class, refused -> assertThat(refused.statusCode())
                            .isEqualTo(403));
            assertThatThrownBy(() ->
                            assets.deleteObject(request -> request.bucket(AUDIT).key("checkpoint")))
                    .isInstanceOf(S3Exception.class);
            assertThatThrownBy(() -> assets.putObject(
                            request -> request.bucket(AUDIT).key("forged"), RequestBody.fromString("{}")))
                    .isInstanceOf(S3Exception.class);
            assertThatThrownBy(() -> assets.copyObject(request -> request.sourceBucket(AUDIT)
                            .sourceKey("checkpoint")
                            .destinationBucket(ASSETS)
                            .destinationKey("copy")))
                    .isInstanceOf(S3Exception.class);
            assertThat(audit.getObjectAsBytes(request -> request.bucket(AUDIT).key("checkpoint"))
                            .asUtf8String())
                    .isEqualTo("{}");
        }
    }

    @Test
    void redis_asks_for_its_password_and_shows_it_to_no_other_user_of_the_machine() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            socket.getOutputStream().write("GET x\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[7];
            assertThat(socket.getInputStream().readNBytes(answer, 0, 7)).isEqualTo(7);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("-NOAUTH");
        }
        String password = URI.create(redis.url()).getUserInfo().substring(1);
        assertThat(password).hasSize(40);
        assertThat(ProcessHandle.of(redis.pid())
                        .orElseThrow()
                        .info()
                        .commandLine()
                        .orElse(""))
                .doesNotContain(password);
        assertThat(Files.getPosixFilePermissions(dir.resolve("redis/redis.conf")))
                .hasSize(2);
    }

    private static S3Client s3(String bucket) {
        return S3Client.builder()
                .endpointOverride(URI.create(s3.url()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.key(bucket), s3.secret(bucket))))
                .build();
    }

    private static void send(String user, String topic) throws Exception {
        send(kafka.credentials(user), topic);
    }

    private static void send(Map<String, String> credentials, String topic) throws Exception {
        Map<String, Object> settings = KafkaConnection.of(kafka.bootstrap(), credentials);
        settings.put("max.block.ms", 4_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "{}")).get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private static int read(String user, String group, String topic) {
        Map<String, Object> settings = KafkaConnection.of(kafka.bootstrap(), kafka.credentials(user));
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            int found = 0;
            while (found == 0 && System.nanoTime() < deadline)
                found = consumer.poll(Duration.ofMillis(200)).count();
            return found;
        }
    }
}
