package polyclinic.notes.proposals.findings;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a page that is not blank, without the blanks around it.
 *
 * @param page from 1
 * @param start in the text of the page, in UTF-16 code units
 * @param end after its last
 */
record TextLine(String text, int page, int start, int end) {
    /** What is longer is prose, or a table that lost its lines. */
    private static final int MAX_LENGTH = 300;

    static List<TextLine> of(List<String> pages) {
        List<TextLine> lines = new ArrayList<>();
        for (int page = 0; page < pages.size(); page++) {
            String text = pages.get(page);
            for (int from = 0; from < text.length(); ) {
                int to = end(text, from);
                add(lines, text, page + 1, from, to);
                from = to + 1;
            }
        }
        return lines;
    }

    private static int end(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') at++;
        return at;
    }

    private static void add(List<TextLine> lines, String text, int page, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) start++;
        while (end > start && isBlank(text.charAt(end - 1))) end--;
        if (end > start && end - start <= MAX_LENGTH)
            lines.add(new TextLine(text.substring(start, end), page, start, end));
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** What stands between blanks, and the lines of a table. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (char c : (text + " ").toCharArray()) {
            if (!isBlank(c) && c != '|') word.append(c);
            else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }
}
