package polyclinic.asset.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.asset.AssetClient.patient;
import static polyclinic.asset.AssetClient.stored;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import polyclinic.asset.AssetClient;
import polyclinic.asset.Stores;
import polyclinic.commons.metrics.ProcessMetrics;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.commons.values.Ids;

@QuarkusTest
class AssetProcessesTest {
    private static final int AGE_SECONDS = 7_000_000;

    @Inject
    AssetMetrics processes;

    @Inject
    MeterRegistry metrics;

    @Inject
    Stores stores;

    @Test
    void an_upload_and_a_deletion_are_counted_when_they_end() {
        double uploads = finished("upload", "stored");
        String id = stored("document", patient());
        assertThat(finished("upload", "stored")).isEqualTo(uploads + 1);

        double deletions = finished("deletion", "deleted");
        AssetClient.as(Tokens.of("admin"))
                .delete(AssetClient.ASSETS + "/" + id)
                .then()
                .statusCode(204);
        assertThat(finished("deletion", "deleted")).isEqualTo(deletions + 1);
    }

    @Test
    void what_a_crash_left_is_open_with_its_age() {
        Date then = Date.from(Instant.now().minusSeconds(AGE_SECONDS));
        Document crashed = new Document("createdAt", then).append("version", 0L);

        assertOpen(new Document(crashed).append("status", "STORING"), "storing", () -> processes.uploading());
        assertOpen(
                new Document(crashed).append("status", "DELETED").append("blobPending", true),
                "pending",
                () -> processes.deleting());
        assertOpen(
                new Document(crashed)
                        .append("status", "STORED")
                        .append("storedAt", then)
                        .append("scan", "PENDING"),
                "pending",
                () -> processes.scanning());
        assertOpen(
                new Document(crashed)
                        .append("status", "STORED")
                        .append("text", new Document("status", "EXTRACTING").append("receivedAt", then)),
                "pending",
                () -> processes.reading());
        assertOpen(
                new Document(crashed)
                        .append("status", "STORED")
                        .append("thumbnail", new Document("status", "PENDING").append("receivedAt", then)),
                "pending",
                () -> processes.picturing());
    }

    private void assertOpen(Document left, String state, Supplier<Uni<ProcessMetrics.Open>> open) {
        var assets = stores.collection("asset");
        ProcessMetrics.Open before = Stores.await(open.get());
        String id = Ids.next().toString();
        Stores.await(assets.insertOne(left.append("_id", id)));
        try {
            ProcessMetrics.Open now = Stores.await(open.get());
            assertThat(now.byState().get(state)).isEqualTo(before.byState().getOrDefault(state, 0L) + 1);
            assertThat(now.oldestSeconds()).isBetween((double) AGE_SECONDS, AGE_SECONDS + 60.0);
        } finally {
            Stores.await(assets.deleteOne(new Document("_id", id)));
        }
    }

    private double finished(String process, String outcome) {
        return metrics.counter("polyclinic.process.finished", "process", process, "outcome", outcome)
                .count();
    }
}
