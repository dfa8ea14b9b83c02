package polyclinic.recovery.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;
import polyclinic.recovery.repository.TestRepositories;

class RecoveryPointsTest {
    private static final String FIRST = "20260101T000000Z";
    private static final String SECOND = "20260102T000000Z";
    private static final String THIRD = "20260103T000000Z";

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
    void points_without_copies_and_damaged_ones_are_passed_over() throws IOException {
        points.add(point(FIRST, List.of(file("base/1"))), key);
        points.add(point(SECOND, List.of(file("base/2"))), key);
        points.add(point(THIRD, List.of()), key);
        assertThat(points.whole()).extracting(PointManifest::id).containsExactly(SECOND, FIRST);

        Files.writeString(dir.resolve("backups").resolve(PointManifest.name(SECOND)), "damaged");
        assertThat(points.whole()).extracting(PointManifest::id).containsExactly(FIRST);
    }

    @Test
    void a_manifest_that_names_a_file_which_is_not_there_does_not_count() throws IOException {
        PointManifest manifest = point(FIRST, List.of(file("base/1")));
        points.requireFiles(manifest);
        Files.delete(dir.resolve("backups/base/1"));
        assertThatThrownBy(() -> points.requireFiles(manifest))
                .isInstanceOf(RecoveryFailed.class)
                .hasMessageContaining("base/1");
    }

    private StoredFile file(String name) {
        return repository.write(name, out -> out.write(name.getBytes(StandardCharsets.UTF_8)));
    }

    private static PointManifest point(String id, List<StoredFile> base) {
        return new PointManifest(
                PointManifest.FORMAT,
                id,
                "2026-01-01T00:00:00Z",
                700,
                Map.of(),
                new PointManifest.PostgresPoint("polyclinic-" + id, "0/3000028", 1, id, "7"),
                new PointManifest.MongoPoint(id, 0),
                Map.of(),
                Map.of(),
                List.of(),
                new PointManifest.Files(base, List.of(), List.of(), List.of(), List.of()),
                List.of());
    }
}
