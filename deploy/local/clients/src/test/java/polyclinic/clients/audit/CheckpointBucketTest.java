package polyclinic.clients.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.S3;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Against a real S3 server. */
class CheckpointBucketTest {
    private static final String BUCKET = "checkpoint-bucket-test";
    private static S3 server;

    @BeforeAll
    static void an_archive(@TempDir Path dir) {
        server = S3.start(dir, Probe.freePort(), List.of(BUCKET));
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(server.url()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.key(BUCKET), server.secret(BUCKET))))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            put(s3, "checkpoints/0000/000000000001.json", "{\"name\":\"\u00e9\"}".getBytes(StandardCharsets.UTF_8));
            put(s3, "checkpoints/0001/000000000001.json", new byte[] {'{', (byte) 0xff});
            put(s3, "elsewhere", new byte[0]);
        }
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void objects_are_listed_by_prefix() throws Exception {
        try (CheckpointBucket bucket = bucket(server.secret(BUCKET))) {
            assertThat(bucket.list("checkpoints/"))
                    .containsExactly("checkpoints/0000/000000000001.json", "checkpoints/0001/000000000001.json");
        }
    }

    @Test
    void an_object_is_hashed_as_it_is_and_one_that_is_not_there_has_no_hash() throws Exception {
        try (CheckpointBucket bucket = bucket(server.secret(BUCKET))) {
            assertThat(bucket.sha256("elsewhere"))
                    .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
            assertThat(bucket.sha256("nowhere")).isEmpty();
        }
    }

    @Test
    void an_object_is_read_as_text() throws Exception {
        try (CheckpointBucket bucket = bucket(server.secret(BUCKET))) {
            assertThat(bucket.read("checkpoints/0000/000000000001.json")).isEqualTo("{\"name\":\"\u00e9\"}");
        }
    }

    @Test
    void content_that_is_not_text_is_still_read() throws Exception {
        try (CheckpointBucket bucket = bucket(server.secret(BUCKET))) {
            assertThat(bucket.read("checkpoints/0001/000000000001.json")).isEqualTo("{\ufffd");
        }
    }

    @Test
    void a_wrong_secret_is_an_io_exception() {
        assertThatIOException().isThrownBy(() -> listWith("wrong")).withMessageContaining(BUCKET);
    }

    private static void listWith(String secret) throws IOException {
        try (CheckpointBucket bucket = bucket(secret)) {
            bucket.list("checkpoints/");
        }
    }

    private static CheckpointBucket bucket(String secret) {
        return new CheckpointBucket(URI.create(server.url()), "us-east-1", BUCKET, server.key(BUCKET), secret, "");
    }

    private static void put(S3Client s3, String key, byte[] content) {
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
    }
}
