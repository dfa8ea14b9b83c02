package polyclinic.asset.reading;

import java.util.ArrayList;
import java.util.List;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.UnreadableDocument;

/** Takes the text of page after page, and no more than may be kept. */
final class PageCollector {
    private final int maxPages;
    private final int maxCharacters;
    private final List<String> pages = new ArrayList<>();
    private final StringBuilder page = new StringBuilder();
    private int taken;

    PageCollector(int maxPages, int maxCharacters) {
        this.maxPages = maxPages;
        this.maxCharacters = maxCharacters;
    }

    void append(CharSequence text) throws UnreadableDocument {
        taken += text.length();
        if (taken > maxCharacters) throw new UnreadableDocument(TextFailure.TOO_MUCH_TEXT);
        page.append(text);
    }

    /** Ends the line; no blank line comes of it. */
    void endLine() throws UnreadableDocument {
        while (!page.isEmpty() && isBlank(page.charAt(page.length() - 1))) page.setLength(page.length() - 1);
        if (!isAtLineStart()) append("\n");
    }

    boolean isAtLineStart() {
        return page.isEmpty() || page.charAt(page.length() - 1) == '\n';
    }

    void turnPage() throws UnreadableDocument {
        requirePages(pages.size() + 2);
        endPage();
    }

    /** @throws UnreadableDocument when a document has more than may be kept */
    void requirePages(int count) throws UnreadableDocument {
        if (count > maxPages) throw new UnreadableDocument(TextFailure.TOO_MANY_PAGES);
    }

    /** Room for how many characters there is, and one more. */
    int left() {
        return maxCharacters - taken + 1;
    }

    /** All pages; there is no next one. */
    List<String> finish() {
        endPage();
        return pages;
    }

    private void endPage() {
        pages.add(clean(page));
        page.setLength(0);
    }

    /** No control characters, which no text has and some stores refuse, and nothing blank around it. */
    private static String clean(StringBuilder text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                if (i + 1 == text.length() || text.charAt(i + 1) != '\n') clean.append('\n');
            } else if (c >= ' ' || c == '\n' || c == '\t') clean.append(c);
        }
        return clean.toString().strip();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
