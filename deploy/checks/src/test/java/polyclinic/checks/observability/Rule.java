package polyclinic.checks.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import polyclinic.checks.tools.Checkout;

/**
 * One rule of Prometheus.
 *
 * @param isAlert whether it is an alert or records a series
 * @param name the alert's, or of the series
 */
record Rule(boolean isAlert, String name, String expr, JsonNode labels, JsonNode annotations) {
    static final String FOLDER = "deploy/prometheus/rules";

    static List<Rule> all() {
        List<Rule> all = new ArrayList<>();
        Checkout.files(Checkout.path(FOLDER))
                .forEach(file -> yaml(Checkout.text(file)).path("groups").forEach(group -> group.path("rules")
                        .forEach(rule -> all.add(of(rule)))));
        return all;
    }

    static List<Rule> alerts() {
        return all().stream().filter(Rule::isAlert).toList();
    }

    static JsonNode yaml(String text) {
        try {
            return new YAMLMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static Rule of(JsonNode rule) {
        boolean isAlert = rule.has("alert");
        return new Rule(
                isAlert,
                rule.path(isAlert ? "alert" : "record").asText(),
                rule.path("expr").asText(),
                rule.path("labels"),
                rule.path("annotations"));
    }

    @Override
    public String toString() {
        return name;
    }
}
