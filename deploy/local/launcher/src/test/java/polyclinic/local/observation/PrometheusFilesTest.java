package polyclinic.local.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Stack;

class PrometheusFilesTest {
    @TempDir
    Path folder;

    @Test
    void every_service_is_a_target_by_its_management_port() throws IOException {
        Settings settings = Settings.of(Map.of("POLYCLINIC_NOTES_MANAGEMENT_PORT", "7001"));

        new PrometheusFiles(settings, folder, 9099).write();

        String targets = Files.readString(folder.resolve("targets/local.yaml"));
        assertThat(targets).contains("\"127.0.0.1:9080\"", "\"127.0.0.1:7001\"").doesNotContain("9084");
        assertThat(Stack.SERVICES).allSatisfy(service -> assertThat(targets).contains("{service: " + service + "}"));
        assertThat(folder.resolve("prometheus/self.yaml")).content().contains("127.0.0.1:9099");
    }

    @Test
    void configuration_and_rules_are_those_of_the_checkout_also_the_second_time() throws IOException {
        Settings settings = Settings.of(Map.of());
        PrometheusFiles files = new PrometheusFiles(settings, folder, 9090);
        files.write();

        Path configuration = files.write();

        Path source = settings.root().resolve("deploy/prometheus");
        assertThat(configuration).hasSameTextualContentAs(source.resolve("prometheus.yaml"));
        assertThat(folder.resolve("rules/slos.yaml").toRealPath())
                .isEqualTo(source.resolve("rules/slos.yaml").toRealPath());
    }
}
