package polyclinic.prescription.safety;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of the allergy check: classes of drugs, their members by name or INN stem, and cross-sensitivities. It is read
 * from {@code drug-classes.txt} beside this class.
 */
final class DrugClasses {
    private static final int MAX_NAME_WORDS = 4;

    /** Name (words joined by one space) → class. */
    private final Map<String, String> names = new HashMap<>();

    private final Map<String, String> suffixes = new LinkedHashMap<>();
    private final Map<String, String> prefixes = new LinkedHashMap<>();
    private final Map<String, Set<String>> crosses = new HashMap<>();
    /** Word → the name in the tables. */
    private final Map<String, String> synonyms = new HashMap<>();

    private final Set<String> drugs = new HashSet<>();
    private final Set<String> substances = new HashSet<>();
    private final Set<String> fillers = new HashSet<>();
    private final Set<String> exceptions = new HashSet<>();

    private DrugClasses() {}

    /**
     * What was recognised in a name.
     *
     * @param classes the classes named, or of the members named
     * @param words the words that each name a substance: without forms, salts, units, numbers
     * @param isComplete whether at least one substance was named and the vocabulary covers every word
     */
    record Reading(Set<String> classes, Set<String> words, boolean isComplete) {}

    static DrugClasses load() {
        try (InputStream file = Objects.requireNonNull(DrugClasses.class.getResourceAsStream("drug-classes.txt"))) {
            DrugClasses classes = new DrugClasses();
            classes.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reading read(@Nullable String text) {
        List<String> all = words(text);
        Set<String> classes = new TreeSet<>();
        Set<String> known = new HashSet<>();
        for (int from = 0; from < all.size(); from++)
            for (int to = from + 1; to <= Math.min(all.size(), from + MAX_NAME_WORDS); to++) {
                List<String> phrase = all.subList(from, to);
                String name = String.join(" ", phrase);
                if (names.containsKey(name)) classes.add(names.get(name));
                if (isTerm(name)) known.addAll(phrase);
            }
        Set<String> significant = new TreeSet<>();
        boolean unknown = false;
        for (String word : all) {
            String byStem = isFiller(word) ? null : byStem(word);
            if (byStem != null) classes.add(byStem);
            if (byStem != null || isTerm(word)) {
                known.add(word);
                significant.add(word);
            } else if (!isFiller(word) && !known.contains(word)) {
                significant.add(word);
                unknown = true;
            }
        }
        return new Reading(classes, significant, !unknown && !known.isEmpty());
    }

    /** The words that each name a substance, each substance by one name whatever it was called. */
    Set<String> substances(@Nullable String text) {
        Set<String> substances = new TreeSet<>();
        for (String word : read(text).words()) substances.add(synonyms.getOrDefault(word, word));
        return substances;
    }

    private boolean isTerm(String name) {
        return names.containsKey(name) || drugs.contains(name) || substances.contains(name);
    }

    boolean areCrossSensitive(String allergicTo, String prescribed) {
        return crosses.getOrDefault(allergicTo, Set.of()).contains(prescribed);
    }

    Set<String> classNames() {
        Set<String> all = new TreeSet<>(names.values());
        all.addAll(suffixes.values());
        all.addAll(prefixes.values());
        return all;
    }

    private @Nullable String byStem(String word) {
        if (word.length() < 5 || exceptions.contains(word)) return null;
        for (var stem : suffixes.entrySet()) if (word.endsWith(stem.getKey())) return stem.getValue();
        for (var stem : prefixes.entrySet()) if (word.startsWith(stem.getKey())) return stem.getValue();
        return null;
    }

    private boolean isFiller(String word) {
        return fillers.contains(word) || word.length() < 2 || Character.isDigit(word.charAt(0));
    }

    /** Lower case without accents, in the spelling of INN: {@code Sulphamethoxazole} → {@code sulfamethoxazole}. */
    static List<String> words(@Nullable String text) {
        if (text == null) return List.of();
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        if (plain.isEmpty()) return List.of();
        return Arrays.stream(plain.split(" "))
                .map(word -> word.startsWith("ceph") ? "cef" + word.substring(4) : word)
                .map(word -> word.startsWith("sulph") ? "sulf" + word.substring(5) : word)
                .toList();
    }

    private void parse(String text) {
        String section = "";
        for (String line : text.split("\n")) {
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) continue;
            if (!line.startsWith(" ")) {
                section = content;
                if (content.startsWith("cross "))
                    parseCross(content.substring(6).split("/"));
                continue;
            }
            if (section.startsWith("class ")) parseClass(section.substring(6), content);
            else if (section.equals("synonyms")) parseSynonyms(content);
            else parseTerms(content, setOf(section));
        }
        for (String className : classNames()) names.putIfAbsent(String.join(" ", words(className)), className);
    }

    private Set<String> setOf(String section) {
        return switch (section) {
            case "drugs" -> drugs;
            case "substances" -> substances;
            case "salts" -> fillers;
            case "except" -> exceptions;
            default -> throw new IllegalStateException("drug-classes.txt: no such section: " + section);
        };
    }

    private static void parseTerms(String content, Set<String> into) {
        for (String term : content.split(",")) if (!term.isBlank()) into.add(String.join(" ", words(term)));
    }

    private void parseClass(String name, String content) {
        Set<String> terms = new HashSet<>();
        if (content.startsWith("names:")) {
            parseTerms(content.substring(6), terms);
            terms.forEach(term -> names.put(term, name));
        } else if (content.startsWith("stems:")) {
            for (String stem : content.substring(6).split(",")) {
                String letters = stem.strip();
                if (letters.startsWith("-")) suffixes.put(letters.substring(1), name);
                else prefixes.put(letters.substring(0, letters.length() - 1), name);
            }
        } else throw new IllegalStateException("drug-classes.txt: " + content);
    }

    private void parseSynonyms(String content) {
        for (String pair : content.split(",")) {
            String[] names = pair.strip().split(" = ");
            synonyms.put(names[0], names[1]);
        }
    }

    private void parseCross(String[] pair) {
        crosses.computeIfAbsent(pair[0].strip(), none -> new HashSet<>()).add(pair[1].strip());
    }
}
