package polyclinic.commons.papers.lines;

import com.ibm.icu.text.Bidi;
import com.ibm.icu.text.BidiRun;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.papers.scripts.ScriptFont;
import polyclinic.commons.papers.scripts.ScriptFonts;

/**
 * Divides lines into what the papers' typeface sets letter by letter and what is shaped, in the order of the page. For one document: it remembers
 * each line, since the page's layout asks for the same ones again.
 */
final class LineParts {
    private final ScriptFonts fonts;
    private final Map<String, List<LinePart>> known = new HashMap<>();

    LineParts(ScriptFonts fonts) {
        this.fonts = fonts;
    }

    List<LinePart> of(String line) {
        return known.computeIfAbsent(line, this::divided);
    }

    private List<LinePart> divided(String line) {
        String text = TextDirection.wellFormed(line);
        Bidi bidi = new Bidi(text, Bidi.LTR);
        List<LinePart> parts = new ArrayList<>();
        for (int i = 0; i < bidi.countRuns(); i++) {
            BidiRun run = bidi.getVisualRun(i);
            String letters = TextDirection.withoutMarks(text.substring(run.getStart(), run.getLimit()));
            parts.addAll(parts(letters, run.getDirection() == Bidi.RTL));
        }
        return parts;
    }

    /** Letters of one direction, and the typeface that shapes them, or null for none. */
    private record Stretch(String text, @Nullable ScriptFont font) {}

    private List<LinePart> parts(String run, boolean rightToLeft) {
        List<LinePart> parts = new ArrayList<>();
        for (Stretch stretch : stretches(run, rightToLeft)) {
            ScriptFont font = stretch.font();
            parts.add(
                    font == null
                            ? new LinePart.Plain(stretch.text())
                            : new LinePart.Shaped(stretch.text(), font.shape(stretch.text(), rightToLeft)));
        }
        if (rightToLeft) Collections.reverse(parts);
        return parts;
    }

    private List<Stretch> stretches(String run, boolean rightToLeft) {
        List<Stretch> stretches = new ArrayList<>();
        BreakIterator units = BreakIterator.getCharacterInstance(ULocale.ROOT);
        units.setText(run);
        int start = 0;
        for (int end = units.next(); end != BreakIterator.DONE; end = units.next()) {
            String unit = run.substring(start, end);
            Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
            ScriptFont font = font(unit, last == null ? null : last.font(), rightToLeft);
            if (last != null && last.font() == font)
                stretches.set(stretches.size() - 1, new Stretch(last.text() + unit, font));
            else stretches.add(new Stretch(unit, font));
            start = end;
        }
        return stretches;
    }

    private @Nullable ScriptFont font(String unit, @Nullable ScriptFont before, boolean rightToLeft) {
        if (!rightToLeft && fonts.isPlain(unit)) return null;
        return before != null && before.covers(unit) ? before : fonts.covering(unit);
    }
}
