package polyclinic.checks.observability;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds in an expression of Prometheus which series it reads, and by which labels it chooses among them. */
final class PromQl {
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\boffset\\s+[0-9a-z]+");
    /** Not part of a number such as 1e5 or a duration, and no function's name. */
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][a-zA-Z0-9_:]*+(?!\\s*\\()");

    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "inf", "nan", "by", "without");

    private PromQl() {}

    /** Names of series. */
    static Set<String> names(String expression) {
        String text = STRING.matcher(expression).replaceAll("\"\"");
        text = Pattern.compile("\\{[^}]*}").matcher(text).replaceAll("");
        text = RANGE.matcher(GROUPING.matcher(text).replaceAll(" ")).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            if (!WORDS.contains(name.group().toLowerCase())) names.add(name.group());
        }
        return names;
    }

    /** The labels that an expression chooses by, by the name of the series. */
    static Map<String, Set<String>> labels(String expression) {
        Map<String, Set<String>> labels = new TreeMap<>();
        Matcher selector = SELECTOR.matcher(STRING.matcher(expression).replaceAll("\"\""));
        while (selector.find()) {
            Matcher label = LABEL.matcher(selector.group(2));
            Set<String> found = labels.computeIfAbsent(selector.group(1), name -> new HashSet<>());
            while (label.find()) found.add(label.group(1));
        }
        return labels;
    }

    /** The name under which a series is documented: without what a timer's parts are called by. */
    static Stream<String> documentedAs(String series) {
        return Stream.of(series, series.replaceFirst("_(bucket|count|sum|max)$", ""));
    }
}
