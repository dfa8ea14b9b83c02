package polyclinic.commons.postgres.names;

/** Whether one word is another with a typing error or two (Levenshtein, with neighbours exchanged as one error). */
final class TypingErrors {
    private static final int SHORT = 3;
    private static final int LONG = 5;

    private TypingErrors() {}

    /** One error in a word of three or four letters, two in a longer one; none in a shorter one. */
    static boolean areLikely(String typed, String word) {
        int allowed = typed.length() >= LONG ? 2 : typed.length() >= SHORT ? 1 : 0;
        return allowed > 0 && Math.abs(typed.length() - word.length()) <= allowed && count(typed, word) <= allowed;
    }

    /** Letters that were added, left out, changed, or exchanged with their neighbour. */
    static int count(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) edits[i][0] = i;
        for (int j = 0; j <= b.length(); j++) edits[0][j] = j;
        for (int i = 1; i <= a.length(); i++)
            for (int j = 1; j <= b.length(); j++) {
                int changed = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(changed, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
            }
        return edits[a.length()][b.length()];
    }
}
