package polyclinic.commons.papers.lines;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import com.openhtmltopdf.extend.FSTextBreaker;

/** Where a line may end. In scripts that write no blanks between words, such as Thai or Chinese, ICU's dictionaries and rules say it. */
final class ScriptLineBreaker implements FSTextBreaker {
    private final FSTextBreaker plain;
    private final ScriptLines lines;
    private final BreakIterator words = BreakIterator.getLineInstance(ULocale.ROOT);
    private boolean isPlain = true;

    ScriptLineBreaker(FSTextBreaker plain, ScriptLines lines) {
        this.plain = plain;
        this.lines = lines;
    }

    @Override
    public void setText(String text) {
        isPlain = lines.isPlain(text);
        if (isPlain) plain.setText(text);
        else words.setText(text);
    }

    @Override
    public int next() {
        return isPlain ? plain.next() : words.next();
    }
}
