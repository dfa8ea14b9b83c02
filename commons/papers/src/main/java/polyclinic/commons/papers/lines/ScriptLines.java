package polyclinic.commons.papers.lines;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.font.PDFont;
import polyclinic.commons.papers.scripts.ScriptFonts;

/** Sets the lines of one document, in whatever script they are; for one thread. */
public final class ScriptLines {
    static final COSName SPAN = COSName.getPDFName("Span");
    private static final float EM = 1000;

    private final ScriptFonts scripts;
    private final LineParts parts;
    private final ClusterFonts fonts = new ClusterFonts();

    public ScriptLines(ScriptFonts scripts) {
        this.scripts = scripts;
        this.parts = new LineParts(scripts);
    }

    /** The width in points. */
    public float width(String line, PDFont plain, float size) throws IOException {
        float width = 0;
        for (LinePart part : parts.of(line))
            width += part instanceof LinePart.Shaped shaped
                    ? shaped.width()
                    : plain.getStringWidth(((LinePart.Plain) part).text());
        return width / EM * size;
    }

    /** Draws it from the point (x, y) to the right. */
    public void show(PDPageContentStream content, String line, PDFont plain, boolean bold, float size, float x, float y)
            throws IOException {
        float pen = x;
        for (LinePart part : parts.of(line))
            if (part instanceof LinePart.Shaped shaped) {
                content.beginMarkedContent(SPAN, PDPropertyList.create(meaning(shaped)));
                for (ClusterFonts.Row row : rows(shaped, bold)) {
                    show(content, row.font(), size, row.codes(), pen, y);
                    pen += row.width() / EM * size;
                }
                content.endMarkedContent();
            } else {
                String text = ((LinePart.Plain) part).text();
                show(content, plain, size, text, pen, y);
                pen += plain.getStringWidth(text) / EM * size;
            }
    }

    private static void show(PDPageContentStream content, PDFont font, float size, String text, float x, float y)
            throws IOException {
        content.beginText();
        content.setFont(font, size);
        content.newLineAtOffset(x, y);
        content.showText(text);
        content.endText();
    }

    boolean isPlain(String line) {
        return scripts.isPlain(line);
    }

    List<LinePart> parts(String line) {
        return parts.of(line);
    }

    List<ClusterFonts.Row> rows(LinePart.Shaped part, boolean bold) {
        return fonts.rows(part.clusters(), bold);
    }

    /** What whoever searches or copies gets: the text in the order of speech (ISO 32000-1, 14.9.4). */
    static COSDictionary meaning(LinePart.Shaped part) {
        COSDictionary properties = new COSDictionary();
        properties.setItem(COSName.ACTUAL_TEXT, new COSString(part.text()));
        return properties;
    }

    /** To be called when everything is drawn and before the document is saved. */
    public void finish() {
        fonts.finish();
    }
}
