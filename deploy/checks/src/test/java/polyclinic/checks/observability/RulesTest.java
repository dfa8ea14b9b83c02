package polyclinic.checks.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import polyclinic.checks.tools.Checkout;
import polyclinic.checks.tools.ToolRun;
import polyclinic.checks.tools.Tools;

/** Rules as Prometheus reads them, and their own tests. */
class RulesTest {
    private static final String TESTS = "deploy/prometheus/tests";
    private static final Pattern FIRING = Pattern.compile("ALERTS\\{alertname=\"(\\w+)\",alertstate=\"firing\"}");
    /** level:metric:operation. */
    private static final Pattern RECORDED = Pattern.compile("[a-z_]+:[a-z0-9_]+:[a-z0-9_]+");

    @Test
    void promtool_finds_nothing_in_the_rules() {
        ToolRun run = Tools.run("promtool", arguments(Rule.FOLDER, "check", "rules", "--lint=all", "--lint-fatal"));

        assertThat(run.succeeded()).as(run.text()).isTrue();
    }

    @Test
    void promtool_finds_nothing_in_the_configuration() {
        ToolRun run = Tools.run("promtool", "check", "config", "--lint=all", "deploy/prometheus/prometheus.yaml");

        assertThat(run.succeeded()).as(run.text()).isTrue();
        assertThat(run.out()).contains("7 rule files found");
    }

    @Test
    void the_tests_of_the_rules_pass() {
        ToolRun run = Tools.run("promtool", arguments(TESTS, "test", "rules"));

        assertThat(run.succeeded()).as(run.text()).isTrue();
    }

    @Test
    void every_alert_has_a_test_in_which_it_fires_and_one_in_which_it_is_silent() {
        Set<String> fires = new HashSet<>();
        Set<String> silent = new HashSet<>();
        Checkout.files(Checkout.path(TESTS))
                .forEach(file -> expectations(Rule.yaml(Checkout.text(file)), fires, silent));
        // This one always fires.
        silent.add("Watchdog");

        assertThat(Rule.alerts()).allSatisfy(alert -> {
            assertThat(fires).contains(alert.name());
            assertThat(silent).contains(alert.name());
        });
    }

    @Test
    void what_is_recorded_is_named_by_level_metric_and_operation() {
        assertThat(Rule.all()).filteredOn(rule -> !rule.isAlert()).allSatisfy(rule -> assertThat(rule.name())
                .matches(RECORDED));
    }

    @Test
    void the_absence_of_every_service_is_seen() {
        Rule absent = Rule.alerts().stream()
                .filter(alert -> alert.name().equals("ServiceAbsent"))
                .findFirst()
                .orElseThrow();

        assertThat(services()).contains("gateway", "patient-service").allSatisfy(service -> assertThat(absent.expr())
                .contains("absent(up{job=\"polyclinic\",service=\"" + service + "\"})"));
    }

    @Test
    void every_service_is_a_target_of_the_configuration() {
        List<String> targets = new ArrayList<>();
        Rule.yaml(Checkout.text(Checkout.path("deploy/prometheus/targets/compose.yaml")))
                .forEach(target ->
                        targets.add(target.path("labels").path("service").asText()));

        assertThat(targets).containsExactlyInAnyOrderElementsOf(services());
    }

    /** The gateway and what is behind it. */
    private static Set<String> services() {
        Set<String> services = new TreeSet<>(Set.of("gateway"));
        Matcher upstream = Pattern.compile("(?m)^polyclinic\\.gateway\\.upstreams\\.([a-z-]+)\\.url=")
                .matcher(Checkout.text(Checkout.path("gateway/src/main/resources/application.properties")));
        while (upstream.find()) services.add(upstream.group(1));
        return services;
    }

    private static void expectations(JsonNode file, Set<String> fires, Set<String> silent) {
        file.path("tests").forEach(test -> test.path("promql_expr_test").forEach(expected -> {
            Matcher alert = FIRING.matcher(expected.path("expr").asText());
            if (alert.matches()) (expected.path("exp_samples").isEmpty() ? silent : fires).add(alert.group(1));
        }));
    }

    private static String[] arguments(String folder, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        Checkout.files(Checkout.path(folder)).forEach(file -> arguments.add(file.toString()));
        return arguments.toArray(String[]::new);
    }
}
