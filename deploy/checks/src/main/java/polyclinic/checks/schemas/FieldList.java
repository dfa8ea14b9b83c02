package polyclinic.checks.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.tools.Checkout;

/**
 * The fields of custom resources for which there is no model: those that the manifests use, each once held against the resource's own
 * definition. Another field is an error until it is in the list, which is written from manifests that keep their definitions.
 */
final class FieldList implements ObjectSchema {
    private static final Path FILE = Checkout.path("deploy/checks/custom-resources.txt");
    private static final String HEADER = """
            # The fields that deploy/kubernetes uses of custom resources without a model on Maven Central, and the settings of brokers and topics,
            # each with its kinds of value. Written by SchemasTest from objects that keep their definitions: see CONTRIBUTING.md.
            """;
    /** Maps whose names no model and no definition knows: the settings of Kafka. */
    private static final String OPEN_MAP = "(.*/)?config/.*";

    private final Map<String, SortedMap<String, SortedSet<String>>> kinds;

    private FieldList(Map<String, SortedMap<String, SortedSet<String>>> kinds) {
        this.kinds = kinds;
    }

    /** As the repository has it. */
    static FieldList read() {
        return parsed(Files.exists(FILE) ? Checkout.text(FILE) : "");
    }

    static FieldList parsed(String text) {
        Map<String, SortedMap<String, SortedSet<String>>> kinds = new TreeMap<>();
        String kind = "";
        for (String line : text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList()) {
            if (!line.startsWith(" ")) {
                kind = line;
                continue;
            }
            String[] words = line.strip().split(" ", 2);
            kinds.computeIfAbsent(kind, unknown -> new TreeMap<>())
                    .put(words[0], new TreeSet<>(List.of(words[1].split(" or "))));
        }
        return new FieldList(kinds);
    }

    /** The list of what these objects use. */
    static FieldList of(Collection<Manifest> objects) {
        Map<String, SortedMap<String, SortedSet<String>>> kinds = new TreeMap<>();
        objects.forEach(object -> listed(object)
                .forEach((path, types) -> kinds.computeIfAbsent(kindOf(object), unknown -> new TreeMap<>())
                        .computeIfAbsent(path, unknown -> new TreeSet<>())
                        .addAll(types)));
        return new FieldList(kinds);
    }

    void write() {
        try {
            Files.writeString(FILE, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder(HEADER);
        kinds.forEach((kind, fields) -> {
            text.append('\n').append(kind).append('\n');
            fields.forEach((path, types) -> text.append("  " + path + " " + String.join(" or ", types) + "\n"));
        });
        return text.toString();
    }

    @Override
    public boolean knows(Manifest object) {
        return kinds.containsKey(kindOf(object));
    }

    @Override
    public List<String> problems(Manifest object) {
        List<String> problems = new ArrayList<>(CoreSchema.problemsOfMetadata(object));
        Map<String, SortedSet<String>> known = kinds.getOrDefault(kindOf(object), new TreeMap<>());
        listed(object).forEach((path, types) -> {
            SortedSet<String> allowed = known.get(path);
            if (allowed == null) problems.add(path + " is not in " + FILE.getFileName());
            else if (!allowed.containsAll(types)) problems.add(path + " is " + types + ", not " + allowed);
        });
        return problems;
    }

    /** All of the object's fields where no model knows its kind, else those of open maps. */
    private static SortedMap<String, SortedSet<String>> listed(Manifest object) {
        SortedMap<String, SortedSet<String>> fields = Fields.of(object);
        if (Schemas.hasModel(object)) fields.keySet().removeIf(path -> !path.matches(OPEN_MAP));
        return fields;
    }

    private static String kindOf(Manifest object) {
        return object.apiVersion() + " " + object.kind();
    }
}
