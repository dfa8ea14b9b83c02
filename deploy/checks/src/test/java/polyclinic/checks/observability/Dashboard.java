package polyclinic.checks.observability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import polyclinic.checks.tools.Checkout;

/** A dashboard of Grafana. */
record Dashboard(String file, JsonNode json) {
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), *[a-z_]+\\)");

    static List<Dashboard> all() {
        return Checkout.files(Checkout.path("deploy/grafana/dashboards")).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .map(file -> new Dashboard(file.getFileName().toString(), read(Checkout.text(file))))
                .toList();
    }

    /** All but the headings of rows. */
    List<JsonNode> panels() {
        return Rule.list(json.path("panels")).stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    List<JsonNode> variables() {
        return Rule.list(json.path("templating").path("list"));
    }

    /** The expressions of panels, annotations and variables, as Prometheus gets them. */
    List<String> expressions() {
        Stream<String> panels = panels().stream()
                .flatMap(panel -> Rule.list(panel.path("targets")).stream())
                .map(target -> target.path("expr").asText());
        Stream<String> annotations = Rule.list(json.path("annotations").path("list")).stream()
                .map(annotation -> annotation.path("target").path("expr").asText());
        Stream<String> variables = variables().stream()
                .map(variable ->
                        LABEL_VALUES.matcher(variable.path("definition").asText()))
                .filter(Matcher::matches)
                .map(values -> values.group(1));
        return Stream.of(panels, annotations, variables)
                .flatMap(all -> all)
                .map(Dashboard::withoutVariables)
                .toList();
    }

    private static String withoutVariables(String expression) {
        return expression
                .replace("$__rate_interval", "5m")
                .replace("$__range", "6h")
                .replaceAll("\\$[a-z]+", ".*");
    }

    private static JsonNode read(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file;
    }
}
