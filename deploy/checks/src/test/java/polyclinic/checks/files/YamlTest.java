package polyclinic.checks.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.checks.tools.Checkout;
import polyclinic.checks.tools.ToolRun;
import polyclinic.checks.tools.Tools;

/** Every YAML file of the repository; templates of a chart are none until they are rendered. */
class YamlTest {
    @Test
    void yamllint_finds_nothing_in_a_file() {
        List<String> files = Checkout.files(Checkout.root()).stream()
                .map(file -> Checkout.root().relativize(file).toString())
                .filter(file -> file.endsWith(".yaml") || file.endsWith(".yml"))
                .filter(file -> !file.startsWith("deploy/helm/") || !file.contains("/templates/"))
                .toList();
        assertThat(files).isNotEmpty();

        List<String> arguments = new ArrayList<>(List.of("--strict", "--format=parsable", "--config-file=.yamllint"));
        arguments.addAll(files);
        ToolRun run = Tools.run("yamllint", arguments.toArray(String[]::new));

        assertThat(run.text()).isEmpty();
    }
}
