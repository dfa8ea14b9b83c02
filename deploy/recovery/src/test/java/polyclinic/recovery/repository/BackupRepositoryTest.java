package polyclinic.recovery.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.recovery.progress.RecoveryFailed;

class BackupRepositoryTest {
    @TempDir
    private Path folder;

    private BackupRepository repository;

    @BeforeEach
    void begin() {
        repository = TestRepositories.in(folder);
    }

    @Test
    void what_was_written_is_read_again_with_the_passphrase() throws IOException {
        StoredFile file = write("dump/notes", "a patient's note");
        BackupRepository again = TestRepositories.in(folder);
        assertThat(again.read(file).readAllBytes()).asString().isEqualTo("a patient's note");
        assertThat(again.list("dump/")).containsExactly("dump/notes");
    }

    @Test
    void nothing_readable_lies_on_the_disk() throws IOException {
        write("dump/notes", "a patient's note");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(file -> assertThat(
                            Files.readString(file, StandardCharsets.ISO_8859_1))
                    .doesNotContain("patient"));
        }
    }

    @Test
    void another_passphrase_opens_nothing() {
        assertThatThrownBy(() -> RepositoryKey.open(TestRepositories.KEY_FILE, "another passphrase"))
                .isInstanceOf(RecoveryFailed.class)
                .hasMessage("the passphrase does not open this backup");
    }

    @Test
    void weaker_parameters_for_the_passphrase_cannot_be_slipped_in() {
        String weaker = TestRepositories.KEY_FILE.replace("\"passes\" : 3", "\"passes\" : 1");
        assertThat(weaker).isNotEqualTo(TestRepositories.KEY_FILE);
        assertThatThrownBy(() -> RepositoryKey.open(weaker, TestRepositories.PASSPHRASE))
                .isInstanceOf(RecoveryFailed.class);
    }

    @Test
    void a_flipped_byte_is_found() throws IOException {
        StoredFile file = write("dump/notes", "a patient's note");
        Path path = folder.resolve("dump/notes");
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 3] ^= 1;
        Files.write(path, bytes);
        assertThatThrownBy(() -> repository.verify(file)).hasMessage("dump/notes of the backup is damaged");
    }

    @Test
    void a_file_that_is_cut_off_is_found() throws IOException {
        StoredFile file = write("dump/notes", "a note\n".repeat(500_000));
        Path path = folder.resolve("dump/notes");
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(bytes, 1 << 20));
        assertThatThrownBy(() -> repository.verify(file)).hasMessage("dump/notes of the backup is damaged");
    }

    @Test
    void a_file_in_the_place_of_another_is_found() throws IOException {
        StoredFile file = write("dump/notes", "today's");
        write("dump/older", "last year");
        Files.copy(folder.resolve("dump/older"), folder.resolve("dump/notes"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> repository.verify(file)).hasMessage("dump/notes of the backup is damaged");
    }

    /** Whoever knows the passphrase can encrypt; what a signed manifest says of the file he cannot change. */
    @Test
    void another_content_of_the_same_name_is_found() {
        StoredFile file = write("dump/notes", "today's");
        write("dump/notes", "changed");
        assertThatThrownBy(() -> repository.verify(file)).hasMessage("dump/notes of the backup is damaged");
    }

    /** Whoever unpacks may stop at the end of what he needs; the file is read to its own end all the same. */
    @Test
    void another_content_behind_what_is_unpacked_is_found() throws IOException {
        StoredFile file = repository.write("dump/notes", out -> out.write(packed("a note", "")));
        repository.unpack(file, in -> assertThat(in.readNBytes(6)).asString().isEqualTo("a note"));
        repository.write("dump/notes", out -> out.write(packed("a note", "changed")));
        assertThatThrownBy(() -> repository.unpack(file, in -> {})).hasMessage("dump/notes of the backup is damaged");
    }

    private static byte[] packed(String content, String behind) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        bytes.write(behind.getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    @Test
    void a_missing_file_is_told_by_its_name() throws IOException {
        StoredFile file = write("log/000000010000000000000003.gz", "log");
        Files.delete(folder.resolve(file.name()));
        assertThatThrownBy(() -> repository.verify(file))
                .hasMessage("log/000000010000000000000003.gz of the backup is missing");
    }

    @Test
    void what_failed_in_the_middle_is_not_there() {
        assertThatThrownBy(() -> repository.write("dump/notes", out -> {
                    out.write(1);
                    throw new IOException("the store is away");
                }))
                .isInstanceOf(RecoveryFailed.class)
                .hasMessageContaining("the store is away");
        assertThat(repository.list("")).isEmpty();
    }

    @Test
    void no_backup_is_begun_among_the_files_of_others(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> BackupRepository.create(new FolderStore(other), TestRepositories.PASSPHRASE))
                .hasMessageContaining("holds something else");
    }

    @Test
    void without_a_passphrase_nothing_begins() {
        assertThatThrownBy(() -> Passphrase.of(Map.of())).hasMessageContaining("POLYCLINIC_BACKUP_PASSPHRASE_FILE");
        assertThatThrownBy(() -> Passphrase.of(Map.of("POLYCLINIC_BACKUP_PASSPHRASE", "short")))
                .hasMessageContaining("too short");
    }

    private StoredFile write(String name, String content) {
        return repository.write(name, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }
}
