package polyclinic.local.terminal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant by a misspelt one. */
public final class SimilarNames {
    private static final int MIN_PREFIX_LENGTH = 3;

    private SimilarNames() {}

    /** Returns " Did you mean "status"?", or nothing when no name is similar. */
    public static String hint(String word, Collection<String> names) {
        return closest(word, names)
                .map(name -> " Did you mean \"" + name + "\"?")
                .orElse("");
    }

    /**
     * Returns the name that differs least from the word: by at most one letter in four, or only by a missing ending. A service is
     * looked for without its suffix, too.
     */
    static Optional<String> closest(String word, Collection<String> names) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> isSimilar(wanted, name) || isSimilar(wanted, withoutSuffix(name)))
                .min(Comparator.comparingInt(
                        name -> Math.min(edits(wanted, name), edits(wanted, withoutSuffix(name)))));
    }

    private static boolean isSimilar(String word, String name) {
        int allowed = Math.max(1, (Math.max(word.length(), name.length()) + 2) / 4);
        return edits(word, name) <= allowed || (word.length() >= MIN_PREFIX_LENGTH && name.startsWith(word));
    }

    private static String withoutSuffix(String name) {
        return name.replaceAll("-service$", "");
    }

    /** Letters to insert, to delete, to replace or to swap with the next one (Damerau 1964, each pair swapped at most once). */
    private static int edits(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    edits[i][j] = Math.min(edits[i][j], 1 + edits[i - 2][j - 2]);
                }
            }
        }
        return edits[from.length()][to.length()];
    }
}
