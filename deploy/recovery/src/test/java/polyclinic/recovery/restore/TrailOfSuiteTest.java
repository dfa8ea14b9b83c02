package polyclinic.recovery.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.manifest.PointSigningKey;
import polyclinic.recovery.manifest.RecoveryPoints;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;
import polyclinic.recovery.repository.TestRepositories;

/** Suites that began anew, or were restored twice, may share a place for their backups: each gets its own trail back. */
class TrailOfSuiteTest {
    private static final String ONE = "audit/checkpoints/0000/000000000001.json";
    private static final String TWO = "audit/checkpoints/0000/000000000002.json";

    @TempDir
    private Path dir;

    private BackupRepository repository;
    private RecoveryPoints points;
    private PointSigningKey key;

    @BeforeEach
    void open() {
        repository = TestRepositories.in(dir.resolve("backups"));
        points = new RecoveryPoints(repository);
        key = PointSigningKey.in(dir.resolve("keys"));
        points.trust(key);
    }

    @Test
    void a_point_gets_the_trail_to_its_end() {
        PointManifest first = point("20260101T000000Z", "7", "blobs/a", ONE + "~1");
        point("20260102T000000Z", "7", "blobs/b", ONE + "~1", TWO + "~2");
        assertThat(trail(first)).containsExactlyInAnyOrder(ONE + "~1", TWO + "~2");
        assertThat(blobs(first)).containsExactlyInAnyOrder("blobs/a", "blobs/b");
    }

    @Test
    void a_suite_that_began_anew_has_another_trail() {
        PointManifest old = point("20260101T000000Z", "7", "blobs/a");
        PointManifest anew = point("20260102T000000Z", "8", "blobs/b", ONE + "~3");
        assertThat(trail(old)).isEmpty();
        assertThat(blobs(old)).containsExactly("blobs/a");
        assertThat(trail(anew)).containsExactly(ONE + "~3");
    }

    @Test
    void what_another_restore_went_on_to_is_another_trail() {
        point("20260101T000000Z", "7", "blobs/a", ONE + "~1");
        PointManifest second = point("20260102T000000Z", "7", "blobs/a", ONE + "~1", TWO + "~2");
        point("20260103T000000Z", "7", "blobs/a", ONE + "~1", TWO + "~4");
        assertThat(trail(second)).containsExactlyInAnyOrder(ONE + "~1", TWO + "~2");
    }

    private List<String> trail(PointManifest manifest) {
        return BackupCheck.trail(manifest, points).stream()
                .map(StoredFile::name)
                .toList();
    }

    private List<String> blobs(PointManifest manifest) {
        return BackupCheck.allBlobs(manifest, points).stream()
                .map(StoredFile::name)
                .toList();
    }

    private PointManifest point(String id, String system, String blob, String... trail) {
        List<StoredFile> blobs = Stream.concat(Stream.of(blob), Arrays.stream(trail))
                .map(this::file)
                .toList();
        PointManifest manifest = new PointManifest(
                PointManifest.FORMAT,
                id,
                "2026-01-01T00:00:00Z",
                700,
                Map.of(),
                new PointManifest.PostgresPoint("polyclinic-" + id, "0/3000028", 1, id, system),
                new PointManifest.MongoPoint(id, 0),
                Map.of(),
                Map.of(),
                List.of(),
                new PointManifest.Files(List.of(file("base/" + id)), List.of(), List.of(), List.of(), List.of()),
                blobs);
        points.add(manifest, key);
        return manifest;
    }

    private StoredFile file(String name) {
        return repository.write(name, out -> out.write(name.getBytes(StandardCharsets.UTF_8)));
    }
}
