package polyclinic.commons.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    @Test
    void both_formats_are_read() {
        Scrape prometheus = Scrape.of("""
                # HELP a_total what
                # TYPE a_total counter
                a_total{x="1",y="with \\"quotes\\", } and \\\\",} 2.0
                # TYPE b gauge
                b NaN
                """);
        assertThat(prometheus.type("a_total")).isEqualTo("counter");
        assertThat(prometheus.sum("a_total", Map.of("x", "1"))).isEqualTo(2);
        assertThat(prometheus.series().get(0).labels()).containsEntry("y", "with \\\"quotes\\\", } and \\\\");
        assertThat(prometheus.sum("b", Map.of())).isNaN();

        Scrape openMetrics = Scrape.of("""
                # TYPE a counter
                a_total{x="1"} 2.0 # {trace_id="4bf9",span_id="00f0"} 1.0 1700000000.123
                # TYPE c_seconds histogram
                c_seconds_bucket{le="+Inf"} 3.0
                # EOF
                """);
        assertThat(openMetrics.type("a_total")).isEqualTo("counter");
        assertThat(openMetrics.series().get(0).labels()).containsOnlyKeys("x");
        assertThat(openMetrics.sum("c_seconds_bucket", Map.of("le", "+Inf"))).isEqualTo(3);
    }

    @Test
    void a_topic_that_is_named_twice_is_a_double() {
        assertThat(Scrape.of("""
                        lag{topic="patient.events"} 1
                        lag{topic="patient_events"} 1
                        lag{topic="asset.events"} 1
                        """).doubles()).hasSize(1);
    }
}
