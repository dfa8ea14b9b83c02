package polyclinic.checks.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.tools.Checkout;
import polyclinic.checks.tools.ToolRun;
import polyclinic.checks.tools.Tools;

class ChartTest {
    private static final Path CHART = Checkout.path("deploy/helm/polyclinic");
    private static final Pattern VALUE = Pattern.compile("\\.Values\\.([\\w.]+)");

    /** Before the others, which would read what it writes: {@code -Dcontracts.update}. */
    @TestFactory
    Stream<DynamicTest> the_chart_gives_the_objects_that_the_overlays_give() throws Exception {
        if (Boolean.getBoolean("contracts.update")) write(ChartTemplates.all());
        return ChartTemplates.PROFILES.stream().flatMap(profile -> {
            OverlayVariants overlay = new OverlayVariants(profile);
            List<Choice> choices = Choice.of(overlay.components());
            List<List<Choice>> variants = new ArrayList<>(List.of(List.of(), choices));
            choices.forEach(choice -> variants.add(List.of(choice)));
            return variants.stream()
                    .distinct()
                    .map(variant -> DynamicTest.dynamicTest(
                            profile + " " + variant.stream().map(Choice::value).toList(),
                            () -> assertSame(overlay.render(variant), rendered(profile, variant))));
        });
    }

    @Test
    void the_templates_are_what_the_overlays_make() throws Exception {
        Map<String, String> made = ChartTemplates.all();

        Map<String, String> templates = templates();
        assertThat(templates.keySet()).isEqualTo(made.keySet());
        assertThat(made.keySet().stream()
                        .filter(name -> !Objects.equals(made.get(name), templates.get(name)))
                        .toList())
                .as("templates that differ; -Dcontracts.update makes them anew")
                .isEmpty();
        assertThat(made.values()).noneMatch(text -> text.contains("example.org") || text.contains("192.0.2."));
    }

    @TestFactory
    Stream<DynamicTest> helm_lint_finds_nothing() {
        return ChartTemplates.PROFILES.stream()
                .map(profile -> DynamicTest.dynamicTest(profile, () -> {
                    ToolRun lint = Tools.run(
                            "helm",
                            "lint",
                            "--strict",
                            "--namespace",
                            "polyclinic",
                            CHART.toString(),
                            "-f",
                            example(profile));

                    assertThat(lint.succeeded()).as(lint.text()).isTrue();
                }));
    }

    @Test
    void an_address_that_is_missing_and_a_value_that_is_mistyped_are_refused() {
        assertThat(template("clinic").exit()).isZero();
        assertThat(Tools.run("helm", "template", "polyclinic", CHART.toString()).err())
                .contains("profile");
        assertThat(template("clinic", "--set", "hosts.clinic=null").err()).contains("clinic");
        assertThat(template("clinic", "--set", "hosts.clinik=a.example.org").err())
                .contains("clinik");
        assertThat(template("clinic", "--set", "replicas.gateway=two").err()).contains("integer");
        assertThat(template("own-stores", "--set", "components.keda=true").err())
                .contains("keda");
    }

    @Test
    void the_values_that_templates_read_are_those_of_the_schema() throws Exception {
        Set<String> read = new TreeSet<>();
        templates().values().forEach(text -> VALUE.matcher(text).results().forEach(value -> read.add(value.group(1))));
        Set<String> named = new TreeSet<>();
        JsonNode schema =
                new JsonMapper().readTree(CHART.resolve("values.schema.json").toFile());
        leaves(schema, "", named);
        named.removeIf(name -> name.startsWith("replicas."));
        named.add("replicas");

        assertThat(read).isEqualTo(named);
    }

    private static void leaves(JsonNode schema, String path, Set<String> names) {
        schema.path("properties").properties().forEach(property -> {
            String own = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            if (property.getValue().path("type").asText().equals("object")) leaves(property.getValue(), own, names);
            else names.add(own);
        });
    }

    private static Map<String, JsonNode> rendered(String profile, List<Choice> otherWay) {
        List<String> options = new ArrayList<>();
        otherWay.forEach(choice -> options.addAll(List.of("--set", choice.value())));
        ToolRun run = template(profile, options.toArray(String[]::new));
        assertThat(run.succeeded()).as(run.err()).isTrue();
        Map<String, JsonNode> objects = new TreeMap<>();
        for (Manifest object : Manifest.all(run.out())) {
            ObjectNode json = object.json().deepCopy();
            if (object.is("Job"))
                ((ObjectNode) json.path("metadata")).put("name", object.name().replaceFirst("-1$", ""));
            if (object.is("Deployment")) withoutSum(json);
            Manifest normal = new Manifest(json);
            objects.put(normal.id() + " " + normal.namespace(), json);
        }
        return objects;
    }

    private static void withoutSum(ObjectNode deployment) {
        ObjectNode metadata = (ObjectNode) deployment.at("/spec/template/metadata");
        ObjectNode annotations = (ObjectNode) metadata.path("annotations");
        assertThat(annotations.remove("checksum/settings").asText()).hasSize(64);
        if (annotations.isEmpty()) metadata.remove("annotations");
    }

    private static void assertSame(Map<String, String> overlay, Map<String, JsonNode> chart) throws Exception {
        Map<String, JsonNode> expected = new TreeMap<>();
        for (Map.Entry<String, String> object : overlay.entrySet())
            expected.put(object.getKey(), new YAMLMapper().readTree(GeneratedName.strip(object.getValue())));
        // Helm makes the namespace of a release; NOTES.txt says which labels it needs.
        expected.remove("v1 Namespace polyclinic ");
        assertThat(chart.keySet()).isEqualTo(expected.keySet());
        // Some have thousands of lines: it is enough to know which differ.
        assertThat(expected.keySet().stream()
                        .filter(id -> !Objects.equals(expected.get(id), chart.get(id)))
                        .toList())
                .as("objects that differ; -Dcontracts.update makes the chart anew")
                .isEmpty();
    }

    private static ToolRun template(String profile, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "template", "polyclinic", CHART.toString(), "--namespace", "polyclinic", "-f", example(profile)));
        arguments.addAll(List.of(options));
        return Tools.run("helm", arguments.toArray(String[]::new));
    }

    private static String example(String profile) {
        return Checkout.path("deploy/helm/examples/" + profile + ".yaml").toString();
    }

    private static Map<String, String> templates() {
        Map<String, String> templates = new HashMap<>();
        Checkout.files(CHART.resolve("templates")).stream()
                .filter(file -> file.toString().endsWith(".yaml"))
                .forEach(file -> templates.put(CHART.relativize(file).toString(), Checkout.text(file)));
        return new TreeMap<>(templates);
    }

    private static void write(Map<String, String> made) throws Exception {
        for (String old : templates().keySet()) Files.delete(CHART.resolve(old));
        Files.createDirectories(CHART.resolve("templates"));
        for (Map.Entry<String, String> file : made.entrySet())
            Files.writeString(CHART.resolve(file.getKey()), file.getValue());
    }
}
