package polyclinic.commons.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessMetricsTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ProcessMetrics process = new ProcessMetrics(
            vertx, registry, "baking", List.of("mix", "bake"), List.of("eaten", "burnt"), () -> Uni.createFrom()
                    .item(new ProcessMetrics.Open(Map.of("bake", 3L), 12.5)));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everything_is_there_from_the_start() {
        assertThat(registry.get("polyclinic.process.open").gauges()).hasSize(2);
        assertThat(registry.get("polyclinic.process.finished").counters())
                .hasSize(2)
                .allMatch(counter -> counter.count() == 0);
        assertThat(registry.get("polyclinic.process.duration").timers()).hasSize(2);
        assertThat(registry.get("polyclinic.process.oldest").gauge().value()).isNaN();
    }

    @Test
    void a_run_that_ends_is_counted_by_how_and_by_how_long_it_took() {
        process.finished("burnt", Duration.ofSeconds(45));

        assertThat(registry.get("polyclinic.process.finished")
                        .tags("process", "baking", "outcome", "burnt")
                        .counter()
                        .count())
                .isEqualTo(1);
        var buckets = registry.get("polyclinic.process.duration")
                .tags("process", "baking", "outcome", "burnt")
                .timer()
                .takeSnapshot()
                .histogramCounts();
        assertThat(buckets)
                .anyMatch(bucket -> bucket.bucket(TimeUnit.SECONDS) == 60 && bucket.count() == 1)
                .anyMatch(bucket -> bucket.bucket(TimeUnit.SECONDS) == 30 && bucket.count() == 0);
        assertThatThrownBy(() -> process.finished("lost", Duration.ZERO)).isInstanceOf(NullPointerException.class);
    }
}
