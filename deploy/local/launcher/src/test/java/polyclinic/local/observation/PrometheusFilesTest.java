package polyclinic.local.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.settings.Settings;
import polyclinic.local.stack.Stack;

class PrometheusFilesTest {
    private static final Path SOURCE = Settings.of(Map.of()).root().resolve("deploy/prometheus");

    @TempDir
    Path folder;

    @Test
    void every_service_is_a_target_where_the_running_stack_has_it() throws IOException {
        files(stack("http")).write();

        String targets = Files.readString(folder.resolve("targets/local.yaml"));
        assertThat(targets).contains("\"127.0.0.1:7001\"");
        assertThat(Stack.SERVICES).allSatisfy(service -> assertThat(targets).contains("{service: " + service + "}"));
        assertThat(folder.resolve("prometheus/self.yaml")).content().contains("127.0.0.1:9099");
    }

    @Test
    void configuration_and_rules_are_those_of_the_checkout_also_the_second_time() throws IOException {
        files(stack("http")).write();

        Path configuration = files(stack("http")).write();

        assertThat(configuration).hasSameTextualContentAs(SOURCE.resolve("prometheus.yaml"));
        assertThat(folder.resolve("rules/slos.yaml").toRealPath())
                .isEqualTo(SOURCE.resolve("rules/slos.yaml").toRealPath());
    }

    @Test
    void an_encrypted_stack_is_scraped_by_its_own_authority() throws IOException {
        Map<String, String> stack = stack("https");
        stack.put("POLYCLINIC_TLS_CA", "/home/of a stack/tls/ca.crt");

        Path configuration = files(stack).write();

        assertThat(configuration)
                .content()
                .contains("    scheme: https\n    tls_config: {ca_file: '/home/of a stack/tls/ca.crt'}\n");
        assertThat(folder.resolve("targets/local.yaml")).content().contains("\"127.0.0.1:7001\"");
    }

    @Test
    void each_replica_is_scraped() throws IOException {
        Map<String, String> stack = stack("http");
        stack.put("POLYCLINIC_NOTES_MANAGEMENT_URL", "http://127.0.0.1:7001,http://127.0.0.1:7101");

        files(stack).write();

        assertThat(folder.resolve("targets/local.yaml"))
                .content()
                .contains("- targets: [\"127.0.0.1:7001\", \"127.0.0.1:7101\"]\n  labels: {service: notes-service}");
    }

    @Test
    void a_stack_that_has_not_said_yet_where_its_services_are_is_asked_again_later() {
        assertThatThrownBy(() -> files(Map.of()).write()).hasMessageContaining("still starting");
    }

    private PrometheusFiles files(Map<String, String> stack) {
        return new PrometheusFiles(SOURCE, folder, stack, 9099);
    }

    private static Map<String, String> stack(String scheme) {
        Map<String, String> variables = new HashMap<>();
        for (String service : Stack.SERVICES) {
            String name = service.replace("-service", "").toUpperCase(Locale.ROOT);
            variables.put("POLYCLINIC_" + name + "_MANAGEMENT_URL", scheme + "://127.0.0.1:7001");
        }
        return variables;
    }
}
