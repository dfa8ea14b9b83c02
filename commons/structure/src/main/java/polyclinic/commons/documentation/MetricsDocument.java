package polyclinic.commons.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polyclinic.commons.structure.SourceTree;

/** The tables of {@code docs/metrics.md}, and how what a process measures differs from them. */
public final class MetricsDocument {
    private static final Pattern OWN = Pattern.compile("(polyclinic|gateway)_\\w+");
    private static final Pattern TIMER_PART = Pattern.compile("_(bucket|count|sum|max)$");
    private static final Pattern LABEL = Pattern.compile("`(\\w+)`:(.*)");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final String GATEWAY = "gateway";

    private final List<Metric> metrics = new ArrayList<>();
    private final List<ProcessRow> processes = new ArrayList<>();

    /**
     * A line of a table.
     *
     * @param kind {@code counter}, {@code gauge} or {@code timer}
     * @param type the type that Prometheus is told
     * @param onceUsed whether it begins with its first event
     * @param onceSetUp whether there is none where what it is about is not set up
     * @param labels each with the values that it can have; none for those that are told in words
     * @param of the services that have it, {@code services} for all of them
     */
    public record Metric(
            String name,
            String kind,
            String type,
            boolean onceUsed,
            boolean onceSetUp,
            Map<String, Set<String>> labels,
            Set<String> of) {
        /** Whether every process of its services has it from its start. */
        public boolean isAlwaysThere() {
            return !onceUsed && !onceSetUp;
        }

        public boolean isOf(String service) {
            return of.contains(service) || of.contains("services") && !service.equals(GATEWAY);
        }

        private boolean isProcess() {
            return labels.containsKey("process");
        }
    }

    private record ProcessRow(String name, String of, Set<String> states, Set<String> outcomes) {}

    private MetricsDocument(List<String> lines) {
        for (String line : lines) {
            String[] cells = line.split("\\s*\\|\\s*", -1);
            if (cells.length == 7 && cells[1].matches("`" + OWN + "`")) metrics.add(documented(cells));
            else if (cells.length == 6 && cells[1].startsWith("`"))
                processes.add(new ProcessRow(cells[1].replace("`", ""), cells[2], quoted(cells[3]), quoted(cells[4])));
        }
    }

    public static MetricsDocument ofRepository() {
        try {
            Path file = SourceTree.root().resolve("docs/metrics.md");
            return new MetricsDocument(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Metric documented(String[] cells) {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        for (String label : cells[3].split(";"))
            LABEL.matcher(label.strip()).results().forEach(found -> labels.put(found.group(1), quoted(found.group(2))));
        String kind = cells[2].replaceAll("\\W.*", "");
        return new Metric(
                cells[1].replace("`", ""),
                kind,
                !kind.equals("timer") ? kind : cells[2].endsWith("no buckets") ? "summary" : "histogram",
                cells[2].endsWith("once used"),
                cells[2].endsWith("once set up"),
                labels,
                Set.of(cells[4].split(", ")));
    }

    private static Set<String> quoted(String text) {
        return QUOTED.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(value -> !value.contains("/"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    public List<Metric> metrics() {
        return metrics;
    }

    /** What a process has measured that is not in the tables, or is otherwise than there. */
    public List<String> undocumented(String service, Scrape scrape) {
        return scrape.series().stream()
                .filter(series -> OWN.matcher(series.name()).matches())
                .filter(series -> metrics.stream()
                        .noneMatch(metric -> metric.isOf(service) && describes(metric, service, series, scrape)))
                .map(Scrape.Series::toString)
                .toList();
    }

    private boolean describes(Metric metric, String service, Scrape.Series series, Scrape scrape) {
        boolean timer = metric.kind().equals("timer");
        String family = timer ? TIMER_PART.matcher(series.name()).replaceFirst("") : series.name();
        if (!family.equals(metric.name())) return false;
        boolean max = timer && series.name().endsWith("_max");
        String type = scrape.type(max ? series.name() : family);
        Map<String, String> labels = new LinkedHashMap<>(series.labels());
        if (timer) labels.remove("le");
        return (max ? "gauge" : metric.type()).equals(type)
                && labels.keySet().equals(metric.labels().keySet())
                && (metric.isProcess()
                        ? combinations(metric, service).anyMatch(labels::equals)
                        : labels.entrySet().stream()
                                .allMatch(label -> isAmong(
                                        metric.labels().getOrDefault(label.getKey(), Set.of()), label.getValue())));
    }

    private static boolean isAmong(Set<String> values, String value) {
        return values.isEmpty() || values.contains(value);
    }

    /** What the tables promise of a process and it does not have, with each combination of the labels' values. */
    public List<String> missing(String service, Scrape scrape, Predicate<Metric> looked) {
        return metrics.stream()
                .filter(metric -> metric.isOf(service) && looked.test(metric))
                .flatMap(metric -> combinations(metric, service)
                        .filter(labels -> scrape.find(
                                        metric.name() + (metric.kind().equals("timer") ? "_count" : ""), labels)
                                .findAny()
                                .isEmpty())
                        .map(labels -> metric.name() + labels))
                .toList();
    }

    /** Labels whose values are not listed are left out: that there is a series is all that can be said of them. */
    private Stream<Map<String, String>> combinations(Metric metric, String service) {
        if (!metric.isProcess()) return combinations(metric.labels());
        return processes.stream()
                .filter(process -> process.of().equals(service))
                .flatMap(process -> {
                    Map<String, Set<String>> labels = new LinkedHashMap<>();
                    labels.put("process", Set.of(process.name()));
                    if (metric.labels().containsKey("state")) labels.put("state", process.states());
                    if (metric.labels().containsKey("outcome")) labels.put("outcome", process.outcomes());
                    return combinations(labels);
                });
    }

    private static Stream<Map<String, String>> combinations(Map<String, Set<String>> labels) {
        List<Map<String, String>> all = List.of(Map.of());
        for (Map.Entry<String, Set<String>> label : labels.entrySet()) {
            if (label.getValue().isEmpty()) continue;
            all = all.stream()
                    .flatMap(before -> label.getValue().stream().map(value -> {
                        Map<String, String> more = new LinkedHashMap<>(before);
                        more.put(label.getKey(), value);
                        return more;
                    }))
                    .toList();
        }
        return all.stream();
    }
}
