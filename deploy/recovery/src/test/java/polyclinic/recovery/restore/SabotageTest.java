package polyclinic.recovery.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.manifest.PointSigningKey;
import polyclinic.recovery.manifest.RecoveryPoints;
import polyclinic.recovery.progress.Progress;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;
import polyclinic.recovery.repository.TestRepositories;

/** What somebody does to a backup makes its restore fail before anything starts, and is named. */
class SabotageTest {
    private static final String ID = "20260101T000000Z";
    private static final String SEGMENT = "log/" + ID + "/000000010000000000000003.gz";
    private static final String BASE = "base/" + ID + ".tar.gz";
    private static final String DUMP = "dump/" + ID + "/notes/note.bson.gz";
    private static final String BLOB = "blobs/0190f3b0-0000-7000-8000-000000000001";
    private static final String TRAIL = "audit/checkpoints/0000/000000000001.jsonl.gz~0a1b";

    @TempDir
    private Path dir;

    private Path place;
    private BackupRepository repository;
    private PointManifest manifest;

    @BeforeEach
    void make() {
        place = dir.resolve("backups");
        repository = open();
        manifest = manifest(write(BASE, "a table's row"));
        PointSigningKey key = PointSigningKey.in(dir.resolve("keys"));
        points().trust(key);
        points().add(manifest, key);
    }

    @Test
    void an_untouched_backup_has_no_problem() {
        assertThat(BackupCheck.problems(manifest, BackupCheck.trail(manifest, points()), repository))
                .isEmpty();
        assertThat(points().find(ID)).isEqualTo(manifest);
    }

    @Test
    void a_missing_segment_of_the_log_is_found() throws IOException {
        Files.delete(place.resolve(SEGMENT));
        assertRestoreFails(SEGMENT + " of the backup is missing");
    }

    @Test
    void a_changed_row_in_the_base_copy_is_found() throws IOException {
        flip(BASE);
        assertRestoreFails(BASE + " of the backup is damaged");
    }

    /** Who knows the passphrase can write a base copy; he cannot write what the manifest says of it. */
    @Test
    void a_base_copy_that_was_encrypted_again_is_found() {
        write(BASE, "another row");
        assertRestoreFails(BASE + " of the backup is damaged");
    }

    @Test
    void a_document_dropped_from_a_dump_is_found() {
        write(DUMP, "one document");
        assertRestoreFails(DUMP + " of the backup is damaged");
    }

    @Test
    void a_missing_file_of_a_patient_is_found() throws IOException {
        Files.delete(place.resolve(BLOB));
        assertRestoreFails(BLOB + " of the backup is missing");
    }

    @Test
    void a_flipped_byte_in_a_file_of_a_patient_is_found() throws IOException {
        flip(BLOB);
        assertRestoreFails(BLOB + " of the backup is damaged");
    }

    @Test
    void a_cut_audit_trail_is_found() throws IOException {
        byte[] bytes = Files.readAllBytes(place.resolve(TRAIL));
        Files.write(place.resolve(TRAIL), Arrays.copyOf(bytes, bytes.length - 5));
        assertRestoreFails(TRAIL + " of the backup is damaged");
    }

    @Test
    void an_edited_manifest_is_found() throws IOException {
        flip(PointManifest.name(ID));
        assertRestoreFails("is damaged");
    }

    /** Everything recomputed, but signed with a key of his own. */
    @Test
    void a_manifest_that_was_made_anew_is_found() {
        points().add(manifest(write(BASE, "another row")), PointSigningKey.in(dir.resolve("keys of somebody else")));
        assertRestoreFails("is not signed by a key that is trusted");
    }

    @Test
    void the_manifest_of_another_point_is_found() throws IOException {
        Path copy = place.resolve(PointManifest.name("20270101T000000Z"));
        Files.copy(place.resolve(PointManifest.name(ID)), copy);
        assertThatThrownBy(() -> points().find("20270101T000000Z")).isInstanceOf(RecoveryFailed.class);
    }

    @Test
    void a_restore_never_goes_into_a_home_with_something_in_it() throws IOException {
        Path home = Files.createDirectories(dir.resolve("home"));
        Files.writeString(home.resolve("secrets.properties"), "all that is left");
        assertThatThrownBy(() -> restoration().restore(ID, home)).hasMessageContaining("is not empty");
        assertThat(home.resolve("secrets.properties")).hasContent("all that is left");
    }

    @Test
    void what_no_point_needs_is_deleted_and_the_trail_stays() {
        PointSigningKey key = PointSigningKey.in(dir.resolve("keys"));
        write("base/of-a-killed-run.tar.gz", "half");
        write("audit/checkpoints/0000/000000000002.jsonl.gz~2c3d", "later");
        points().deleteUnneeded();
        assertThat(repository.list("base/")).containsExactly(BASE);
        assertThat(repository.list("audit/")).hasSize(2);
        PointManifest newer = new PointManifest(
                PointManifest.FORMAT,
                "20260102T000000Z",
                "2026-01-02T00:00:00Z",
                800,
                Map.of(),
                manifest.postgres(),
                manifest.mongo(),
                Map.of(),
                Map.of(),
                List.of(),
                new PointManifest.Files(
                        List.of(write("base/20260102T000000Z.tar.gz", "row")),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                manifest.blobs());
        points().add(newer, key);
        assertThat(points().keep(1)).containsExactly(ID);
        assertThat(points().ids()).containsExactly("20260102T000000Z");
        assertThat(repository.list("base/")).containsExactly("base/20260102T000000Z.tar.gz");
        assertThat(repository.list("blobs/")).containsExactly(BLOB);
        assertThat(repository.list("log/")).isEmpty();
    }

    private void assertRestoreFails(String message) {
        Path home = dir.resolve("restored");
        assertThatThrownBy(() -> restoration().restore(ID, home))
                .isInstanceOf(RecoveryFailed.class)
                .hasMessageContaining(message);
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    private Restoration restoration() {
        return new Restoration(open(), Map.of(), new Progress(System.err));
    }

    private RecoveryPoints points() {
        return new RecoveryPoints(repository);
    }

    private BackupRepository open() {
        return TestRepositories.in(place);
    }

    private PointManifest manifest(StoredFile base) {
        return new PointManifest(
                PointManifest.FORMAT,
                ID,
                "2026-01-01T00:00:00Z",
                700,
                Map.of("migration patient", "5"),
                new PointManifest.PostgresPoint("polyclinic-" + ID, "0/3000028", 1, ID, "7"),
                new PointManifest.MongoPoint(ID, 0),
                Map.of("patient.events/0", 7L),
                Map.of(),
                List.of(new ContentDigest("postgres", "patient", "public.patient", 1, "00")),
                new PointManifest.Files(
                        List.of(base),
                        List.of(write(SEGMENT, "log")),
                        List.of(write(DUMP, "two documents")),
                        List.of(),
                        List.of()),
                List.of(write(BLOB, "a scan"), write(TRAIL, "entries")));
    }

    private StoredFile write(String name, String content) {
        return repository.write(name, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    private void flip(String name) {
        try {
            byte[] bytes = Files.readAllBytes(place.resolve(name));
            bytes[bytes.length / 2] ^= 4;
            Files.write(place.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
