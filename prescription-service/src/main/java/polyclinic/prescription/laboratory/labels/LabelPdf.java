package polyclinic.prescription.laboratory.labels;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.oned.Code128Writer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import polyclinic.commons.papers.lines.ScriptLines;
import polyclinic.commons.papers.typeface.PrintableText;

/** Labels of 62 × 29 mm, a page each, with a Code 128 barcode (ISO/IEC 15417) that is drawn, so that any printer prints it sharp. */
final class LabelPdf {
    private static final float POINTS_PER_MM = 72f / 25.4f;
    private static final float WIDTH = 62 * POINTS_PER_MM;
    private static final float HEIGHT = 29 * POINTS_PER_MM;
    private static final float MARGIN = 2 * POINTS_PER_MM;
    private static final float INNER = WIDTH - 2 * MARGIN;
    private static final float NAME_SIZE = 10;
    private static final float TEXT_SIZE = 8;
    private static final float LEAST_SIZE = 6;
    private static final float BARCODE_HEIGHT = 9 * POINTS_PER_MM;
    /** Of the narrowest bar: what a cheap scanner can still read from a 203 dpi printer. */
    private static final float MODULE = 2 * 72f / 203f;

    private final PrintableText typeface;

    LabelPdf(PrintableText typeface) {
        this.typeface = typeface;
    }

    byte[] render(List<SpecimenLabel> labels) {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            PDFont regular = PDType0Font.load(document, typeface.regular());
            PDFont bold = PDType0Font.load(document, typeface.bold());
            ScriptLines lines = typeface.lines();
            for (SpecimenLabel label : labels)
                draw(document, label, new Type(lines, regular, false), new Type(lines, bold, true));
            lines.finish();
            document.getDocumentInformation().setProducer("Polyclinic prescription-service");
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Type(ScriptLines lines, PDFont font, boolean isBold) {
        float width(String text, float size) throws IOException {
            return lines.width(text, font, size);
        }
    }

    private static void draw(PDDocument document, SpecimenLabel label, Type regular, Type bold) throws IOException {
        PDPage page = new PDPage(new PDRectangle(WIDTH, HEIGHT));
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            float y = HEIGHT - MARGIN - NAME_SIZE;
            write(content, bold, NAME_SIZE, label.name(), y);
            write(content, regular, TEXT_SIZE, label.identity(), y -= 11);
            write(content, bold, TEXT_SIZE, label.what(), y -= 11);
            write(content, regular, TEXT_SIZE, label.when(), y - 10);
            barcode(content, label.id());
        }
    }

    /** In one line: smaller first, then cut. */
    private static void write(PDPageContentStream content, Type type, float size, String text, float y)
            throws IOException {
        float fitting = size;
        while (fitting > LEAST_SIZE && type.width(text, fitting) > INNER) fitting -= 0.5f;
        String shown = text;
        while (type.width(shown, fitting) > INNER) shown = shortened(shown);
        type.lines().show(content, shown, type.font(), type.isBold(), fitting, MARGIN, y);
    }

    /** Without its last letter, which takes its marks with it. */
    private static String shortened(String text) {
        String bare = text.endsWith("…") ? text.substring(0, text.length() - 1) : text;
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(bare);
        letters.last();
        return bare.substring(0, letters.previous()) + "…";
    }

    private static void barcode(PDPageContentStream content, String id) throws IOException {
        BitMatrix bars = new Code128Writer().encode(id, BarcodeFormat.CODE_128, 0, 1, Map.of(EncodeHintType.MARGIN, 0));
        float module = Math.min(MODULE, INNER / bars.getWidth());
        float left = (WIDTH - module * bars.getWidth()) / 2;
        for (int x = 0; x < bars.getWidth(); x++)
            if (bars.get(x, 0)) content.addRect(left + x * module, MARGIN, module, BARCODE_HEIGHT);
        content.fill();
    }
}
