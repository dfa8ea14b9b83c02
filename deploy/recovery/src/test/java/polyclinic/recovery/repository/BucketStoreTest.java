package polyclinic.recovery.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.S3;
import polyclinic.recovery.suite.S3Connection;

/** A real S3 server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BucketStoreTest {
    private static final int PART_BYTES = 5 << 20;

    @TempDir
    private static Path dir;

    private S3 server;
    private BucketStore store;

    @BeforeAll
    void start() {
        server = S3.start(dir.resolve("s3"), Probe.freePort(), List.of("backups"));
        store = new BucketStore(
                S3Connection.of(
                        Map.of(
                                "X_URL",
                                server.url(),
                                "X_KEY",
                                server.key("backups"),
                                "X_SECRET",
                                server.secret("backups")),
                        "X"),
                "backups",
                "clinic",
                dir.resolve("staging"),
                PART_BYTES);
    }

    @AfterAll
    void stop() {
        store.close();
        server.stop();
    }

    @Test
    void a_file_larger_than_a_part_arrives_whole() throws IOException {
        byte[] content = new byte[2 * PART_BYTES + 17];
        new Random(1).nextBytes(content);
        store.put("base/one.tar.gz", staged(content));
        assertThat(store.open("base/one.tar.gz").readAllBytes()).isEqualTo(content);
        assertThat(store.list("base/")).containsExactly("base/one.tar.gz");
    }

    @Test
    void what_is_deleted_is_gone_and_what_is_missing_is_told() throws IOException {
        store.put("log/1", staged(new byte[] {1}));
        assertThat(store.contains("log/1")).isTrue();
        store.delete("log/1");
        assertThat(store.contains("log/1")).isFalse();
        assertThat(store.list("log/")).isEmpty();
        assertThatThrownBy(() -> store.open("log/1")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void it_holds_an_encrypted_backup_like_a_folder() throws IOException {
        BackupRepository repository = TestRepositories.of(store);
        StoredFile file = repository.write("dump/notes", out -> out.write("a note".getBytes(StandardCharsets.UTF_8)));
        assertThat(TestRepositories.of(store).read(file).readAllBytes())
                .asString()
                .isEqualTo("a note");
        store.delete("dump/notes");
        assertThatThrownBy(() -> repository.verify(file)).hasMessage("dump/notes of the backup is missing");
    }

    private Path staged(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(store.staging(), "part", ""), content);
    }
}
