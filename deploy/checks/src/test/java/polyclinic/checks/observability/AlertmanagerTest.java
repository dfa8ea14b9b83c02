package polyclinic.checks.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.checks.tools.Checkout;
import polyclinic.checks.tools.ToolRun;
import polyclinic.checks.tools.Tools;

/** The example of how alerts reach people. */
class AlertmanagerTest {
    private static final String FILE = "deploy/prometheus/alertmanager.example.yaml";
    private static final Pattern NAMES = Pattern.compile("alertname =~? \"?([A-Za-z|]+)");

    @Test
    void amtool_finds_nothing_in_the_configuration() {
        ToolRun run = Tools.run("amtool", "check-config", FILE);

        assertThat(run.succeeded()).as(run.text()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "page, alertname=DeadLetter severity=page service=notes-service",
        "ticket, alertname=CircuitOpen severity=ticket upstream=notes-service",
        "ticket, alertname=ErrorBudgetBurn severity=ticket slo=evidence",
        "heartbeat, alertname=Watchdog severity=ticket",
        "auditors, alertname=EmergencyAccessTaken severity=ticket"
    })
    void an_alert_reaches_its_receiver(String receiver, String labels) {
        ToolRun run = Tools.run("amtool", arguments(receiver, labels));

        assertThat(run.succeeded()).as(run.text()).isTrue();
    }

    @Test
    void inhibition_and_routes_name_only_alerts_that_there_are() {
        Set<String> named = new TreeSet<>();
        Matcher names = NAMES.matcher(Checkout.text(Checkout.path(FILE)));
        while (names.find()) named.addAll(Set.of(names.group(1).split("\\|")));

        assertThat(named).isNotEmpty();
        assertThat(Rule.alerts().stream().map(Rule::name).collect(Collectors.toSet()))
                .containsAll(named);
    }

    private static String[] arguments(String receiver, String labels) {
        String command = "config routes test --config.file=" + FILE + " --verify.receivers=" + receiver + " " + labels;
        return command.split(" ");
    }
}
