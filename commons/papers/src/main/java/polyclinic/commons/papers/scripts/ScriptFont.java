package polyclinic.commons.papers.scripts;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.font.TextAttribute;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A typeface that the JDK shapes (by HarfBuzz): it chooses and places the glyphs that a text needs, which neither PDFBox nor the
 * page's layout does for scripts such as Devanagari or Arabic.
 */
public final class ScriptFont {
    private static final int EM = 1000;
    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

    private final Font font;

    ScriptFont(Font font) {
        this.font = font.deriveFont(Map.of(
                TextAttribute.SIZE,
                EM,
                TextAttribute.KERNING,
                TextAttribute.KERNING_ON,
                TextAttribute.LIGATURES,
                TextAttribute.LIGATURES_ON));
    }

    /** Whether it has a glyph for each character; joiners and variation selectors need none. */
    public boolean covers(String text) {
        return text.codePoints().allMatch(point -> Joiners.isJoiner(point) || font.canDisplay(point));
    }

    /** The clusters from left to right, as they stand on the page. */
    public List<Cluster> shape(String text, boolean rightToLeft) {
        char[] letters = text.toCharArray();
        int direction = rightToLeft ? Font.LAYOUT_RIGHT_TO_LEFT : Font.LAYOUT_LEFT_TO_RIGHT;
        GlyphVector glyphs = font.layoutGlyphVector(EXACT, letters, 0, letters.length, direction);
        List<Span> spans = spans(glyphs, text);
        List<Cluster> clusters = new ArrayList<>();
        double pen = 0;
        for (int i = 0; i < spans.size(); i++) {
            double next = i + 1 < spans.size()
                    ? Math.max(pen, begin(glyphs, spans.get(i + 1), pen))
                    : Math.max(
                            pen, glyphs.getGlyphPosition(glyphs.getNumGlyphs()).getX());
            clusters.add(cluster(glyphs, spans.get(i), text, pen, next));
            pen = next;
        }
        return clusters;
    }

    /** Glyphs next to each other that stand for the same characters. */
    private record Span(int firstGlyph, int glyphs, int firstLetter, int endLetter) {}

    /** A letter and its marks stay together, whether or not the typeface has one glyph for both. */
    private static List<Span> spans(GlyphVector glyphs, String text) {
        BreakIterator units = BreakIterator.getCharacterInstance(ULocale.ROOT);
        units.setText(text);
        int[] letters = IntStream.range(0, glyphs.getNumGlyphs())
                .map(glyphs::getGlyphCharIndex)
                .map(letter -> units.isBoundary(letter) ? letter : units.preceding(letter))
                .toArray();
        List<Span> spans = new ArrayList<>();
        int first = 0;
        for (int glyph = 1; glyph <= letters.length; glyph++)
            if (glyph == letters.length || letters[glyph] != letters[first]) {
                spans.add(new Span(first, glyph - first, letters[first], end(letters, letters[first], text)));
                first = glyph;
            }
        return spans;
    }

    /** Where the next characters begin that have a glyph of their own. */
    private static int end(int[] letters, int letter, String text) {
        return IntStream.of(letters).filter(other -> other > letter).min().orElse(text.length());
    }

    /** Where the glyph begins that has a width; a mark, which has none, may lie anywhere. */
    private static double begin(GlyphVector glyphs, Span span, double otherwise) {
        for (int glyph = span.firstGlyph(); glyph < span.firstGlyph() + span.glyphs(); glyph++)
            if (glyphs.getGlyphMetrics(glyph).getAdvance() > 0)
                return glyphs.getGlyphPosition(glyph).getX();
        return otherwise;
    }

    private static Cluster cluster(GlyphVector glyphs, Span span, String text, double pen, double next) {
        StringBuilder path = new StringBuilder();
        Cluster.Box box = Cluster.Box.EMPTY;
        for (int glyph = span.firstGlyph(); glyph < span.firstGlyph() + span.glyphs(); glyph++) {
            Shape outline = glyphs.getGlyphOutline(glyph);
            append(path, outline, pen);
            box = box.union(box(outline.getBounds2D(), pen));
        }
        return new Cluster(
                text.substring(span.firstLetter(), span.endLetter()),
                (int) Math.round(next) - (int) Math.round(pen),
                path.toString(),
                box);
    }

    private static Cluster.Box box(Rectangle2D bounds, double pen) {
        if (bounds.isEmpty()) return Cluster.Box.EMPTY;
        return new Cluster.Box(
                (int) Math.floor(bounds.getMinX() - pen),
                (int) Math.floor(-bounds.getMaxY()),
                (int) Math.ceil(bounds.getMaxX() - pen),
                (int) Math.ceil(-bounds.getMinY()));
    }

    /** PDF knows cubic curves alone; one of second degree is one of third whose control points lie two thirds on the way. */
    private static void append(StringBuilder path, Shape outline, double pen) {
        double[] at = new double[6];
        double x = 0;
        double y = 0;
        for (PathIterator points = outline.getPathIterator(null); !points.isDone(); points.next()) {
            switch (points.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> operator(path, pen, "m", at[0], at[1]);
                case PathIterator.SEG_LINETO -> operator(path, pen, "l", at[0], at[1]);
                case PathIterator.SEG_QUADTO -> {
                    operator(
                            path,
                            pen,
                            "c",
                            x + (at[0] - x) * 2 / 3,
                            y + (at[1] - y) * 2 / 3,
                            at[2] + (at[0] - at[2]) * 2 / 3,
                            at[3] + (at[1] - at[3]) * 2 / 3,
                            at[2],
                            at[3]);
                    at[0] = at[2];
                    at[1] = at[3];
                }
                case PathIterator.SEG_CUBICTO -> {
                    operator(path, pen, "c", at);
                    at[0] = at[4];
                    at[1] = at[5];
                }
                default -> path.append("h\n");
            }
            x = at[0];
            y = at[1];
        }
    }

    private static void operator(StringBuilder path, double pen, String name, double... at) {
        for (int i = 0; i < at.length; i += 2)
            path.append(Math.round(at[i] - pen))
                    .append(' ')
                    .append(Math.round(-at[i + 1]))
                    .append(' ');
        path.append(name).append('\n');
    }
}
