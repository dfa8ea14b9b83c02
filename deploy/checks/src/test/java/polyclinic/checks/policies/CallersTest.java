package polyclinic.checks.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.manifests.Renderings;
import polyclinic.checks.tools.Checkout;

class CallersTest {
    private static final Path PAGE = Checkout.path("docs/network.md");

    /** Rewritten by {@code -Dcontracts.update}: the difference is what a reviewer reads. */
    @TestFactory
    Stream<DynamicTest> the_page_says_who_may_call_whom() {
        return Renderings.overlays().entrySet().stream()
                .map(overlay -> DynamicTest.dynamicTest(overlay.getKey(), () -> {
                    List<String> table = new Callers(overlay.getValue()).table();
                    if (Boolean.getBoolean("contracts.update")) write(overlay.getKey(), table);

                    assertThat(written(overlay.getKey())).containsExactlyElementsOf(table);
                }));
    }

    @TestFactory
    Stream<DynamicTest> pods_may_call_the_services_whose_addresses_they_are_given() {
        return Renderings.all().entrySet().stream()
                .map(part -> DynamicTest.dynamicTest(
                        part.getKey(), () -> assertThat(new Callers(part.getValue()).unreachable())
                                .isEmpty()));
    }

    @Test
    void pods_without_a_policy_are_open_and_one_side_alone_opens_nothing() {
        String pods = """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{ports: [{name: http, containerPort: 80}]}]}}}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}, spec: {template: {metadata: {labels: {app: b}}, spec: {containers: [{ports: [{name: http, containerPort: 80}]}]}}}}
                ---
                """;
        String denied = "{kind: NetworkPolicy, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}\n---\n";
        String out =
                "{kind: NetworkPolicy, spec: {podSelector: {matchLabels: {app: a}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: b}}}], ports: [{port: 80}, {port: 90}]}]}}\n---\n";
        String in =
                "{kind: NetworkPolicy, spec: {podSelector: {matchLabels: {app: b}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: a}}}], ports: [{port: http}]}]}}\n---\n";

        assertThat(table(pods)).contains("| a | b | all |", "| b | a | all |");
        assertThat(table(pods + denied)).isEmpty();
        assertThat(table(pods + denied + out)).isEmpty();
        assertThat(table(pods + denied + in)).isEmpty();
        assertThat(table(pods + denied + out + in)).containsExactly("| a | b | 80 |");
    }

    private static List<String> table(String yaml) {
        return new Callers(Manifest.all(yaml)).table();
    }

    private static String beginning(String overlay) {
        return "<!-- callers in " + overlay + " -->\n";
    }

    /** The lines of an overlay's table, without its head. */
    private static List<String> written(String overlay) {
        String text = Checkout.text(PAGE);
        int start = text.indexOf(beginning(overlay));
        assertThat(start).as("a table of the callers in " + overlay).isNotNegative();
        return text.substring(start + beginning(overlay).length())
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }

    private static void write(String overlay, List<String> table) throws IOException {
        String text = Checkout.text(PAGE);
        int start = text.indexOf(beginning(overlay)) + beginning(overlay).length();
        int end = text.indexOf("\n\n", start);
        String head = "| caller | called | ports |\n|---|---|---|\n";
        Files.writeString(
                PAGE,
                text.substring(0, start)
                        + head
                        + String.join("\n", table)
                        + text.substring(end < 0 ? text.length() : end));
    }
}
