package polyclinic.commons.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricFiltersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    MetricFiltersTest() {
        MetricFilters filters = new MetricFilters();
        registry.config()
                .meterFilter(filters.buckets())
                .meterFilter(filters.ofKafka())
                .meterFilter(filters.ofClients());
    }

    @Test
    void what_is_alerted_on_has_buckets_that_can_be_added_up() {
        Timer requests = registry.timer("http.server.requests");
        requests.record(Duration.ofMillis(70));
        var counts = requests.takeSnapshot().histogramCounts();
        assertThat(counts)
                .anyMatch(bucket -> bucket.bucket() == Duration.ofMillis(100).toNanos() && bucket.count() == 1);
        assertThat(counts)
                .anyMatch(bucket -> bucket.bucket() == Duration.ofMillis(50).toNanos() && bucket.count() == 0);
        assertThat(registry.timer("another").takeSnapshot().histogramCounts()).isEmpty();
    }

    @Test
    void a_method_that_nothing_has_is_unknown() {
        registry.timer("http.server.requests", "method", "BREW", "uri", "/x").record(Duration.ofMillis(1));
        registry.timer("http.server.requests", "method", "GET", "uri", "/x").record(Duration.ofMillis(1));
        assertThat(registry.get("http.server.requests").timers())
                .extracting(timer -> timer.getId().getTag("method"))
                .containsExactlyInAnyOrder("UNKNOWN", "GET");
    }

    @Test
    void a_topic_is_counted_once_though_kafka_names_it_twice() {
        registry.counter("kafka.consumer.fetch.manager.records.lag", "topic", "patient.events")
                .increment();
        registry.counter("kafka.consumer.fetch.manager.records.lag", "topic", "patient_events")
                .increment();
        registry.counter("kafka.consumer.io.waittime.total").increment();
        assertThat(registry.getMeters()).hasSize(1);
    }
}
