package polyclinic.clients.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import polyclinic.clients.Json;

class ReportTest {
    private final Report report = new Report();

    @Test
    void what_reaches_its_floor_and_stays_under_its_limit_passes() {
        report.floor("ratio", "ratio", 0.061, 0.06, true);
        report.floor("p50", "p50", 20, 20, false);

        assertThat(report.missed()).isEmpty();
        assertThat(json().path("passed").asBoolean()).isTrue();
    }

    @Test
    void what_misses_is_named_with_its_figure() {
        report.floor("ratio", "booking ratio", 0.059, 0.06, true);
        report.floor("left", "rows left", 1, 0, false);

        assertThat(report.missed())
                .containsExactly("booking ratio is 0.059, floor 0.060", "rows left is 1.000, limit 0.000");
        assertThat(report.lines().get(0)).endsWith("MISSED");
        assertThat(json().at("/floors/0/met").asBoolean()).isFalse();
    }

    @Test
    void a_run_with_failures_is_not_passed() {
        Run run = run(100);
        run.failed("429 too-many-requests");

        report.run("read", "reads", run);

        assertThat(report.missed()).singleElement().asString().contains("429");
    }

    @Test
    void rates_and_percentiles_are_those_of_the_run() {
        report.run("read", "reads", run(1000));

        assertThat(json().at("/read/perSecond").asDouble()).isEqualTo(500);
        assertThat(json().at("/read/p50Millis").asDouble()).isBetween(4.9, 5.1);
        assertThat(report.lines()).singleElement().asString().contains("500/s", "p50 5.0 ms", "p99 9.9 ms");
    }

    /** Calls of 10 µs, 20 µs … in two seconds. */
    private static Run run(int calls) {
        Run run = new Run();
        run.endNanos = 2_000_000_000L;
        for (int i = 1; i <= calls; i++) run.ok(i * 10_000L);
        return run;
    }

    private JsonNode json() {
        return Json.parse(report.json().getBytes(StandardCharsets.UTF_8));
    }
}
