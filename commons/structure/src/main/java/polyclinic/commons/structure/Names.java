package polyclinic.commons.structure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Rules for the names of types. */
final class Names {
    private static final Pattern ONE_WORD = Pattern.compile("[A-Z][a-z0-9]+");
    /** They end like a participle and are none. */
    private static final Set<String> NOUNS = Set.of("Feed", "Seed", "Speed", "String", "Thing", "Building");

    private Names() {}

    /** {@code Booking} or {@code Recorded}: an action without its thing, or a property without its bearer. */
    static boolean isBareParticiple(String name) {
        return ONE_WORD.matcher(name).matches()
                && (name.endsWith("ing") || name.endsWith("ed"))
                && !NOUNS.contains(name);
    }

    /** Simple name → the files that declare it, of names that are declared more than once. */
    static Map<String, Set<String>> declaredTwice(List<SourceFile> types) {
        Map<String, Set<String>> byName = new TreeMap<>();
        for (SourceFile type : types)
            byName.computeIfAbsent(type.typeName(), name -> new TreeSet<>()).add(type.path());
        byName.values().removeIf(files -> files.size() < 2);
        return byName;
    }
}
