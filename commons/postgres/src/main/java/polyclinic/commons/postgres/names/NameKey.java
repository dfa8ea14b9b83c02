package polyclinic.commons.postgres.names;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a name is found by, in two columns.
 *
 * @param latin its words in Latin letters without accents, parted by one blank, given names first: how alike two names are is told
 *     by these
 * @param words all words that a question may have, each with a blank on either side: in their own script, in Latin letters with
 *     other ways of writing them, and runs of adjacent words as one
 */
public record NameKey(String latin, String words) {
    /** Of the way in which keys are computed: rows of another version are computed anew. */
    public static final int VERSION = 1;

    /** Words. */
    static final int MAX_JOINED = 3;

    /** The words of one name, up to which runs are joined; nobody types more of them as one. */
    private static final int MAX_WORDS = 8;

    public static NameKey of(@Nullable String given, @Nullable String family) {
        Parts first = Parts.of(given);
        Parts last = Parts.of(family);
        Set<String> all = new LinkedHashSet<>();
        for (Parts parts : List.of(first, last)) {
            all.addAll(parts.own);
            all.addAll(parts.latin);
            all.addAll(parts.others);
            all.addAll(NameWords.joined(bounded(parts.latin)));
        }
        // These names are written as one word, in either order of their two parts.
        if (first.isUnparted() || last.isUnparted()) {
            all.addAll(NameWords.joined(bounded(concat(last.latin, first.latin))));
            all.addAll(NameWords.joined(bounded(concat(first.latin, last.latin))));
        }
        return new NameKey(
                String.join(" ", concat(first.latin, last.latin)),
                all.isEmpty() ? "" : all.stream().collect(Collectors.joining(" ", " ", " ")));
    }

    private static List<String> bounded(List<String> words) {
        return words.subList(0, Math.min(words.size(), MAX_WORDS));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private record Parts(List<String> own, List<String> latin, Set<String> others) {
        static Parts of(@Nullable String name) {
            if (name == null) return new Parts(List.of(), List.of(), Set.of());
            List<String> own = NameWords.own(name);
            List<String> latin = new ArrayList<>();
            Set<String> others = new LinkedHashSet<>();
            for (String word : own) {
                List<String> letters = NameWords.latin(word);
                // A script that has no transliteration is compared as it is.
                latin.addAll(letters.isEmpty() ? List.of(word) : letters);
                others.addAll(NameWords.variants(word));
                if (letters.size() > 1) others.add(String.join("", letters));
                String consonants = Consonants.of(word, String.join("", letters));
                if (consonants != null) others.add(consonants);
            }
            List<String> writtenOut = NameWords.writtenOut(name);
            others.addAll(writtenOut);
            others.addAll(NameWords.joined(bounded(writtenOut)));
            return new Parts(own, latin, others);
        }

        boolean isUnparted() {
            return own.stream().anyMatch(NameWords::isUnparted);
        }
    }
}
