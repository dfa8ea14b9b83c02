package polyclinic.commons.documentation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one process told Prometheus at one moment, in the text format of Prometheus or in OpenMetrics.
 *
 * @param types of each family: {@code counter}, {@code gauge}, {@code histogram} or {@code summary}
 */
public record Scrape(Map<String, String> types, List<Series> series) {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    /** Possessive, as a gateway tells some 20,000 lines: nothing is tried twice. */
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*+)"
            + "(?:\\{((?:[^\"}]++|\"(?:[^\"\\\\]++|\\\\.)*+\")*+)\\})? (\\S++)(?: [\\d.]+)?(?: # .*)?");

    private static final Pattern LABEL = Pattern.compile("(\\w++)=\"((?:[^\"\\\\]++|\\\\.)*+)\"");

    /** One line: a name, its labels and the value. */
    public record Series(String name, Map<String, String> labels, double value) {
        @Override
        public String toString() {
            return name + labels;
        }
    }

    public static Scrape of(String text) {
        Map<String, String> types = new HashMap<>();
        List<Series> series = new ArrayList<>();
        for (String line : text.split("\n")) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) types.put(type.group(1), type.group(2));
            if (line.isBlank() || line.startsWith("#")) continue;
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) throw new IllegalArgumentException("no series: " + line);
            Map<String, String> labels = new TreeMap<>();
            if (matcher.group(2) != null)
                LABEL.matcher(matcher.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            series.add(new Series(matcher.group(1), labels, value(matcher.group(3))));
        }
        return new Scrape(types, series);
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The type of a family, which in OpenMetrics is a counter's name without its ending. */
    String type(String family) {
        return types.getOrDefault(family, types.getOrDefault(family.replaceFirst("_total$", ""), "untyped"));
    }

    /** The series of a name that have these labels, whatever others they have. */
    public Stream<Series> find(String name, Map<String, String> labels) {
        return series.stream()
                .filter(found ->
                        found.name().equals(name) && found.labels().entrySet().containsAll(labels.entrySet()));
    }

    /** The sum over all series of a name that have these labels. */
    public double sum(String name, Map<String, String> labels) {
        return find(name, labels).mapToDouble(Series::value).sum();
    }

    /** What is there twice: the same series, or one whose labels differ in dots and underscores alone. */
    public List<String> doubles() {
        Set<String> seen = new HashSet<>();
        return series.stream()
                .map(found -> found.toString().replace('.', '_'))
                .filter(found -> !seen.add(found))
                .toList();
    }
}
