package polyclinic.commons.papers.lines;

import com.openhtmltopdf.css.constants.IdentValue;
import com.openhtmltopdf.css.value.FontSpecification;
import com.openhtmltopdf.extend.FontContext;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.layout.SharedContext;
import com.openhtmltopdf.outputdevice.helper.FontResolverHelper;
import com.openhtmltopdf.pdfboxout.PDFCreationListener;
import com.openhtmltopdf.pdfboxout.PdfBoxFontResolver.FontDescription;
import com.openhtmltopdf.pdfboxout.PdfBoxOutputDevice;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfBoxTextRenderer;
import com.openhtmltopdf.render.AbstractOutputDevice;
import com.openhtmltopdf.render.FSFont;
import com.openhtmltopdf.render.JustificationInfo;
import org.jspecify.annotations.Nullable;

/** Measures and draws the lines of a page of XHTML: plain ones as its renderer does, others with the clusters that they are made of. */
public final class ScriptTextRenderer extends PdfBoxTextRenderer {
    private static final float EM = 1000;
    private static final int REGULAR = 400;

    private final SharedContext context;
    private final ScriptLines lines;
    private @Nullable FontContext fonts;

    private ScriptTextRenderer(SharedContext context, ScriptLines lines) {
        this.context = context;
        this.lines = lines;
    }

    /** Makes the renderer set its lines with these. */
    public static void install(PdfBoxRenderer renderer, ScriptLines lines) {
        SharedContext context = renderer.getSharedContext();
        context.setTextRenderer(new ScriptTextRenderer(context, lines));
        context.setLineBreaker(new ScriptLineBreaker(context.getLineBreaker(), lines));
        renderer.setListener(new FontCompletion(lines));
    }

    @Override
    public int getWidth(FontContext fonts, FSFont font, String line) {
        this.fonts = fonts;
        if (lines.isPlain(line)) return super.getWidth(fonts, font, line);
        float width = 0;
        for (LinePart part : lines.parts(line)) width += width(part, font);
        return (int) Math.ceil(width);
    }

    private float width(LinePart part, FSFont font) {
        return part instanceof LinePart.Shaped shaped
                ? shaped.width() / EM * font.getSize2D()
                : super.getWidth(fonts, font, ((LinePart.Plain) part).text());
    }

    @Override
    public void drawString(OutputDevice device, String line, float x, float y) {
        drawString(device, line, x, y, null);
    }

    @Override
    public void drawString(
            OutputDevice device, String line, float x, float y, @Nullable JustificationInfo justification) {
        if (lines.isPlain(line)) {
            super.drawString(device, line, x, y, justification);
            return;
        }
        PdfBoxOutputDevice page = (PdfBoxOutputDevice) device;
        FontSpecification specification = ((AbstractOutputDevice) device).getFontSpecification();
        FSFont font = context.getFont(specification);
        boolean bold = FontResolverHelper.convertWeightToInt(specification.fontWeight) > REGULAR;
        float pen = x;
        for (LinePart part : lines.parts(line)) {
            if (part instanceof LinePart.Shaped shaped) draw(page, shaped, bold, font.getSize2D(), pen, y);
            else super.drawString(device, ((LinePart.Plain) part).text(), pen, y, justification);
            pen += width(part, font);
        }
    }

    private void draw(PdfBoxOutputDevice page, LinePart.Shaped part, boolean bold, float size, float x, float y) {
        page.getCurrentPage().beginMarkedContent(ScriptLines.SPAN, ScriptLines.meaning(part));
        float pen = x;
        for (ClusterFonts.Row row : lines.rows(part, bold)) {
            page.drawStringFast(
                    row.codes(), pen, y, null, new FontDescription(row.font(), IdentValue.NORMAL, REGULAR), size);
            pen += row.width() / EM * size;
        }
        page.getCurrentPage().endMarkedContent();
    }

    private record FontCompletion(ScriptLines lines) implements PDFCreationListener {
        @Override
        public void preOpen(PdfBoxRenderer renderer) {}

        @Override
        public void preWrite(PdfBoxRenderer renderer, int pages) {}

        /** Before the document is saved. */
        @Override
        public void onClose(PdfBoxRenderer renderer) {
            lines.finish();
        }
    }
}
