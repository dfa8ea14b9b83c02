package polyclinic.checks.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import polyclinic.checks.tools.Checkout;
import polyclinic.checks.tools.ToolRun;
import polyclinic.checks.tools.Tools;

/** Dashboards as Grafana and Prometheus read them. */
class DashboardsTest {
    private static final int SCHEMA_VERSION = 42;
    private static final int COLUMNS = 24;
    /** Panels that Grafana has without a plugin. */
    private static final Set<String> PANELS = Set.of("stat", "timeseries", "table");

    private static final Set<String> UNITS = Set.of("short", "s", "percentunit", "reqps", "ops", "bytes");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]+)");
    private static final Pattern RUNBOOK = Pattern.compile("\\$\\{runbooks}/(\\w+\\.md)");

    @TempDir
    Path folder;

    @Test
    void no_two_dashboards_have_the_same_id_or_title() {
        assertThat(dashboards()).hasSize(6);
        assertThat(dashboards())
                .extracting(one -> one.json().path("uid").asText())
                .doesNotHaveDuplicates();
        assertThat(dashboards())
                .extracting(one -> one.json().path("title").asText())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void a_dashboard_is_of_one_shape(Dashboard dashboard) {
        JsonNode json = dashboard.json();

        assertThat(json.path("schemaVersion").asInt()).isEqualTo(SCHEMA_VERSION);
        assertThat(json.path("id").isMissingNode())
                .as("no id of an installation")
                .isTrue();
        assertThat(json.path("description").asText()).endsWith(".");
        assertThat(Rule.list(json.path("panels")))
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates()
                .doesNotContain(0);
        assertThat(dashboard.variables().get(0).path("name").asText()).isEqualTo("datasource");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void a_panel_has_a_title_a_description_a_unit_and_asks_the_chosen_source(Dashboard dashboard) {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).endsWith(".");
            assertThat(panel.path("type").asText()).isIn(PANELS);
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
                    .isIn(UNITS);
            assertThat(panel.path("fieldConfig")
                            .path("defaults")
                            .path("thresholds")
                            .path("steps"))
                    .isNotEmpty();
            assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            assertThat(Rule.list(panel.path("targets"))).isNotEmpty().allSatisfy(target -> {
                assertThat(target.path("expr").asText()).isNotBlank();
                assertThat(target.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            });
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void no_two_panels_lie_on_each_other(Dashboard dashboard) {
        List<JsonNode> places = Rule.list(dashboard.json().path("panels")).stream()
                .map(panel -> panel.path("gridPos"))
                .toList();

        assertThat(places).allSatisfy(place -> assertThat(end(place, "x", "w")).isLessThanOrEqualTo(COLUMNS));
        for (int i = 0; i < places.size(); i++) {
            for (JsonNode other : places.subList(i + 1, places.size())) {
                assertThat(overlap(places.get(i), other))
                        .as(places.get(i) + " and " + other)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void every_variable_that_is_used_is_there_and_the_other_way_round(Dashboard dashboard) {
        String text = dashboard.json().toString();
        Set<String> declared = dashboard.variables().stream()
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toSet());
        Set<String> used =
                VARIABLE.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());

        assertThat(used).isEqualTo(declared);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void a_link_leads_to_a_runbook_that_is_there(Dashboard dashboard) {
        Matcher link = RUNBOOK.matcher(dashboard.json().toString());

        assertThat(link.results().map(found -> found.group(1)).distinct())
                .isNotEmpty()
                .allSatisfy(page ->
                        assertThat(Checkout.path("docs/runbooks/" + page)).exists());
    }

    /** As rules, since that is where every version of promtool reads expressions from. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void every_expression_parses(Dashboard dashboard) throws IOException {
        StringBuilder rules = new StringBuilder("groups:\n- name: x\n  rules:\n");
        int number = 0;
        for (String expression : dashboard.expressions()) {
            rules.append("  - record: panel:expression_").append(number++).append(":x\n    expr: >-\n      ");
            rules.append(expression).append('\n');
        }
        Path file = Files.writeString(folder.resolve("rules.yaml"), rules);

        ToolRun run = Tools.run("promtool", "check", "rules", file.toString());

        assertThat(run.succeeded()).as(run.text()).isTrue();
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return one.path("x").asInt() < end(other, "x", "w")
                && other.path("x").asInt() < end(one, "x", "w")
                && one.path("y").asInt() < end(other, "y", "h")
                && other.path("y").asInt() < end(one, "y", "h");
    }

    private static int end(JsonNode place, String from, String size) {
        return place.path(from).asInt() + place.path(size).asInt();
    }

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }
}
