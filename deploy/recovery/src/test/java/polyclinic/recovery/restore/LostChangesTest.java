package polyclinic.recovery.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.TestRepositories;

class LostChangesTest {
    @TempDir
    private Path dir;

    @Test
    void the_list_has_the_changes_after_the_point_by_ids_and_no_reads() throws IOException {
        byte[] segment = packed(
                entry("2026-01-01T11:59:59.000000Z", "create", "before", "success"),
                entry("2026-01-01T12:00:01.000000Z", "create", "after", "success"),
                entry("2026-01-01T12:00:02.000000Z", "read", "looked-at", "success"),
                entry("2026-01-01T12:00:03.000000Z", "update", "refused", "denied"));
        BackupRepository repository = TestRepositories.in(dir.resolve("backups"));
        Path list = dir.resolve("recovery/lost.csv");

        int lost = LostChanges.write(
                List.of(repository.write(
                        "audit/checkpoints/0000/000000000001.jsonl.gz~0a1b", out -> out.write(segment))),
                repository,
                Instant.parse("2026-01-01T12:00:00Z"),
                list);

        assertThat(lost).isEqualTo(1);
        assertThat(list).hasContent("""
                time,who,action,what,id,patient
                2026-01-01T12:00:01.000000Z,nurse-7,create,note,after,patient-3
                """);
    }

    @Test
    void checkpoints_themselves_hold_no_entries() {
        assertThat(LostChanges.isSegment("audit/checkpoints/0003/000000000012.jsonl.gz~0a1b"))
                .isTrue();
        assertThat(LostChanges.isSegment("audit/checkpoints/0003/000000000012.json~0a1b"))
                .isFalse();
    }

    private static String entry(String time, String action, String id, String outcome) {
        return """
                {"action":"%s","actor":{"name":"Nora","roles":["nurse"],"subject":"nurse-7"},"entityId":"%s","entityType":"note",\
                "occurredAt":"%s","outcome":"%s","patientId":"patient-3"}
                """.formatted(action, id, time, outcome);
    }

    private static byte[] packed(String... lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(String.join("", lines).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
