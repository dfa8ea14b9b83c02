package polyclinic.checks.observability;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import polyclinic.checks.tools.Checkout;

/** What there is to be measured: our own metrics by docs/metrics.md, those of others by deploy/prometheus/metrics-of-others.csv. */
final class DocumentedMetrics {
    static final String OTHERS = "deploy/prometheus/metrics-of-others.csv";

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z][a-z0-9_]+)` \\|[^|]*\\|([^|]*)\\|");
    private static final Pattern LABEL = Pattern.compile("`([a-z_]+)`:");
    private static final Pattern SAME_AS = Pattern.compile("as `([a-z0-9_]+)`");

    private DocumentedMetrics() {}

    /** Our own metrics, each with its labels. */
    static Map<String, Set<String>> own() {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Checkout.text(Checkout.path("docs/metrics.md")));
        while (row.find()) rows.put(row.group(1), row.group(2));
        Map<String, Set<String>> metrics = new LinkedHashMap<>();
        rows.forEach((name, labels) -> {
            Matcher same = SAME_AS.matcher(labels);
            metrics.put(name, labels(same.find() ? rows.getOrDefault(same.group(1), "") : labels));
        });
        return metrics;
    }

    /** Metrics of libraries and exporters. */
    static Set<String> ofOthers() {
        Set<String> names = new TreeSet<>();
        Checkout.text(Checkout.path(OTHERS))
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .forEach(line -> names.add(line.substring(0, line.indexOf(','))));
        return names;
    }

    private static Set<String> labels(String cell) {
        Set<String> labels = new TreeSet<>();
        Matcher label = LABEL.matcher(cell);
        while (label.find()) labels.add(label.group(1));
        return labels;
    }
}
