package polyclinic.prescription.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.values.Ids;
import polyclinic.prescription.ServiceTest;
import polyclinic.prescription.StubAssets;
import polyclinic.prescription.StubAssets.Behaviour;

@QuarkusTest
class ProcessesTest extends ServiceTest {
    @Inject
    MeterRegistry metrics;

    @Inject
    IssuingMetrics issuing;

    @Inject
    DocumentCleanupMetrics cleanup;

    @Test
    void issuing_is_open_until_it_is_issued() {
        double before = finished("issuing", "issued");
        String id = drafted(visit(), "Paracetamol");
        StubAssets.behaveAs(Behaviour.DOWN);
        issue(id);
        await().untilAsserted(() -> {
            var open = issuing.open().await().indefinitely();
            assertThat(open.byState()).containsOnlyKeys("store");
            assertThat(open.oldestSeconds()).isPositive();
        });

        StubAssets.behaveAs(Behaviour.WELL);
        awaitStatus(id, "issued");
        await().until(() -> finished("issuing", "issued") == before + 1);
        assertThat(metrics.get("polyclinic.process.duration")
                        .tags("process", "issuing", "outcome", "issued")
                        .timer()
                        .count())
                .isEqualTo((long) before + 1);
        assertThat(issuing.open().await().indefinitely().byState()).isEmpty();
    }

    @Test
    void what_is_refused_goes_back_and_its_document_is_to_be_cleaned_up() {
        double before = finished("issuing", "returned");
        String id = drafted(visit(), "Paracetamol");
        StubAssets.behaveAs(Behaviour.REFUSING);
        issue(id);
        awaitStatus(id, "draft");

        await().until(() -> finished("issuing", "returned") == before + 1);
        assertThat(cleanup.open().await().indefinitely().byState()).containsKey("unknown");
    }

    @Test
    void a_document_that_is_cleaned_up_ends_the_compensation() {
        double before = finished("document_cleanup", "deleted");
        execute(
                "insert into unwanted_document (id, prescription_id, patient_id, asset_id, sha256, settled_at, next_try_at)"
                        + " values ($1, $2, $3, $4, 'x', now(), now())",
                Ids.next(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID());

        await().until(() -> finished("document_cleanup", "deleted") > before);
    }

    @Test
    void the_certificate_has_an_end() {
        assertThat(metrics.get("polyclinic.signing.key.expires").gauge().value())
                .isBetween(3649 * 86_400.0, 3650 * 86_400.0);
    }

    private double finished(String process, String outcome) {
        return metrics.counter("polyclinic.process.finished", "process", process, "outcome", outcome)
                .count();
    }
}
