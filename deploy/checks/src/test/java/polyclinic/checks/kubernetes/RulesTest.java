package polyclinic.checks.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import polyclinic.checks.manifests.Renderings;
import polyclinic.checks.tools.Checkout;

/** Rules and dashboards in a cluster are those of {@code deploy/prometheus} and {@code deploy/grafana}. */
class RulesTest {
    private static final Path RULES = Checkout.path("deploy/prometheus/rules");
    private static final Path COMPONENT = Checkout.path("deploy/kubernetes/components/rules");

    @Test
    void each_file_of_rules_is_an_object_for_the_operator() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (Path file : yaml(RULES)) expected.put(name(file), object(name(file), Checkout.text(file)));
        if (Boolean.getBoolean("contracts.update")) {
            for (Map.Entry<String, String> object : expected.entrySet())
                Files.writeString(COMPONENT.resolve(object.getKey() + ".yaml"), object.getValue());
        }

        Map<String, String> found = new TreeMap<>();
        for (Path file : yaml(COMPONENT)) found.put(name(file), Checkout.text(file));
        found.remove("kustomization");

        assertThat(found)
                .as("-Dcontracts.update writes them; a new one is a line in kustomization.yaml, too")
                .isEqualTo(expected);
        assertThat(Objects.requireNonNull(Renderings.overlays().get("clinic")).stream()
                        .filter(object -> object.is("PrometheusRule"))
                        .map(object -> object.name()))
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
    }

    @Test
    void each_dashboard_is_a_config_map() {
        List<String> files = Checkout.files(Checkout.path("deploy/grafana/dashboards")).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .filter(file -> file.endsWith(".json"))
                .toList();

        assertThat(Objects.requireNonNull(Renderings.overlays().get("clinic")).stream()
                        .filter(object -> object.labels().containsKey("grafana_dashboard"))
                        .flatMap(object -> object.texts("/data").keySet().stream()))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(files);
    }

    private static String object(String name, String rules) {
        return "# Written from deploy/prometheus/rules/" + name + ".yaml by RulesTest.\n"
                + "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: " + name
                + "\n  labels:\n    app.kubernetes.io/part-of: polyclinic\nspec:\n"
                + rules.stripTrailing()
                        .lines()
                        .map(line -> line.isEmpty() ? line : "  " + line)
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<Path> yaml(Path folder) {
        return Checkout.files(folder).stream()
                .filter(file -> file.toString().endsWith(".yaml"))
                .toList();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replace(".yaml", "");
    }
}
