package polyclinic.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.archive.CheckpointStoreUnavailable;

@QuarkusTest
class VerificationMetricsTest extends ServiceTest {
    private static final VerificationReport SOUND = new VerificationReport(true, 1, 0, 1, List.of());
    private static final VerificationReport BROKEN = new VerificationReport(false, 1, 0, 1, List.of());

    @Inject
    VerificationMetrics metrics;

    @Inject
    MeterRegistry registry;

    @Test
    void when_the_whole_trail_was_last_sound_is_kept_and_never_goes_back() {
        Instant then = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
        counted(SOUND, true, then);
        assertThat(soundAt()).isEqualTo(then);

        counted(SOUND, true, then.minusSeconds(60));
        counted(SOUND, false, then.plusSeconds(60));
        counted(BROKEN, true, then.plusSeconds(60));
        assertThat(soundAt()).isEqualTo(then);
    }

    @Test
    void verifications_are_counted_by_what_they_found() {
        double valid = count("valid");
        double broken = count("broken");
        double failed = count("failed");
        int chain = freshChain();
        feed.append(chain, 1, 3);
        verified(chain);
        counted(BROKEN, false, Instant.now());
        assertThatThrownBy(() -> metrics.counted(
                                Uni.createFrom().failure(new CheckpointStoreUnavailable()), true, Instant.now())
                        .await()
                        .indefinitely())
                .isInstanceOf(CheckpointStoreUnavailable.class);

        assertThat(count("valid")).isEqualTo(valid + 1);
        assertThat(count("broken")).isEqualTo(broken + 1);
        assertThat(count("failed")).isEqualTo(failed + 1);
    }

    private void counted(VerificationReport report, boolean whole, Instant begun) {
        metrics.counted(Uni.createFrom().item(report), whole, begun).await().indefinitely();
    }

    private Instant soundAt() {
        return metrics.soundAt().await().indefinitely();
    }

    private double count(String result) {
        return registry.counter("polyclinic.audit.verifications", "result", result)
                .count();
    }
}
