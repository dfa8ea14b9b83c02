package polyclinic.clients.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import polyclinic.clients.bench.load.LoadResult;
import polyclinic.clients.http.JsonNodes;

class BenchReportTest {
    private final BenchReport report = new BenchReport();

    @Test
    void figures_that_reach_their_floor_and_stay_under_their_limit_pass() throws Exception {
        report.floor("ratio", "ratio", 0.061, 0.06);
        report.limit("p50", "p50", 20, 20);

        assertThat(report.missed()).isEmpty();
        assertThat(json().path("passed").asBoolean()).isTrue();
    }

    @Test
    void a_missed_bound_is_named_with_its_figure() throws Exception {
        report.floor("ratio", "booking ratio", 0.059, 0.06);
        report.limit("left", "rows left", 1, 0);

        assertThat(report.missed())
                .containsExactly("booking ratio is 0.059, floor 0.060", "rows left is 1.000, limit 0.000");
        assertThat(report.lines().get(0)).endsWith("MISSED");
        assertThat(json().at("/floors/0/met").asBoolean()).isFalse();
    }

    @Test
    void a_run_with_failures_is_not_passed() {
        LoadResult load = load(100);
        load.fail("429 too-many-requests");

        report.load("read", "reads", load);

        assertThat(report.missed()).singleElement().asString().contains("429");
    }

    @Test
    void rates_and_percentiles_are_those_of_the_run() throws Exception {
        report.load("read", "reads", load(1000));

        assertThat(json().at("/read/perSecond").asDouble()).isEqualTo(500);
        assertThat(json().at("/read/p50Millis").asDouble()).isBetween(4.9, 5.1);
        assertThat(report.lines()).singleElement().asString().contains("500/s", "p50 5.0 ms", "p99 9.9 ms");
    }

    /** Calls of 10 µs, 20 µs … in two seconds. */
    private static LoadResult load(int calls) {
        LoadResult load = new LoadResult();
        load.period(0, 2_000_000_000L);
        for (int i = 1; i <= calls; i++) load.succeed(i * 10_000L);
        return load;
    }

    private JsonNode json() throws IOException {
        return JsonNodes.MAPPER.readTree(report.json());
    }
}
