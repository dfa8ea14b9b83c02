package polyclinic.clients.seed.invention;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of many languages and scripts, from {@code names.txt}: names are as they are written there, and people have one or two. */
public final class InventedNames {
    private static final String RESOURCE = "names.txt";

    private final List<Group> groups = new ArrayList<>();
    private int shares;

    /** A person's names; one of them for people of one name. */
    public record InventedName(
            String language, String given, @Nullable String family) {}

    private record Group(
            String language,
            int share,
            List<String> given,
            List<String> family,
            List<String> stems,
            List<String> ends) {
        boolean isOfOneName() {
            return family.isEmpty();
        }

        InventedName name(SeededRandom random) {
            String first = random.oneOf(given);
            if (isOfOneName()) return new InventedName(language, first, null);
            int made = stems.size() * ends.size();
            int chosen = random.below(family.size() + made);
            String last = chosen < family.size()
                    ? family.get(chosen)
                    : stems.get((chosen - family.size()) / ends.size())
                            + ends.get((chosen - family.size()) % ends.size());
            return new InventedName(language, first, last);
        }
    }

    private InventedNames(String text) {
        String language = "";
        Map<String, String> lines = new HashMap<>();
        for (String line : (text + "\n[").split("\n")) {
            if (line.startsWith("[")) {
                if (!language.isEmpty()) add(language, lines);
                language = line.replaceAll("[\\[\\]]", "");
                lines = new HashMap<>();
            } else if (line.contains(" = ")) {
                String[] pair = line.split(" = ", 2);
                lines.put(pair[0], pair[1]);
            }
        }
    }

    public static InventedNames load() {
        try (InputStream in = InventedNames.class.getResourceAsStream(RESOURCE)) {
            if (in == null) throw new IllegalStateException(RESOURCE + " is missing");
            return new InventedNames(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String language, Map<String, String> lines) {
        Group group = new Group(
                language,
                Integer.parseInt(lines.getOrDefault("share", "1")),
                words(lines, "given"),
                words(lines, "family"),
                words(lines, "stem"),
                words(lines, "end"));
        groups.add(group);
        shares += group.share;
    }

    private static List<String> words(Map<String, String> lines, String name) {
        String line = lines.get(name);
        return line == null
                ? List.of()
                : Arrays.stream(line.split(",")).map(String::strip).toList();
    }

    /** Of any language, each as often as its share says. */
    InventedName any(SeededRandom random) {
        return group(random).name(random);
    }

    /** Of somebody who has two names. */
    public InventedName ofTwo(SeededRandom random) {
        Group group = group(random);
        while (group.isOfOneName()) group = group(random);
        return group.name(random);
    }

    private Group group(SeededRandom random) {
        int at = random.below(shares);
        for (Group group : groups) {
            at -= group.share;
            if (at < 0) return group;
        }
        throw new IllegalStateException("no share for " + at);
    }

    List<String> languages() {
        return groups.stream().map(Group::language).toList();
    }
}
