package polyclinic.prescription.laboratory.labels;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.oned.Code128Writer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
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
            for (SpecimenLabel label : labels) draw(document, label, regular, bold);
            document.getDocumentInformation().setProducer("Polyclinic prescription-service");
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void draw(PDDocument document, SpecimenLabel label, PDFont regular, PDFont bold) throws IOException {
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
    private static void write(PDPageContentStream content, PDFont font, float size, String text, float y)
            throws IOException {
        float fitting = size;
        while (fitting > LEAST_SIZE && width(font, fitting, text) > INNER) fitting -= 0.5f;
        String shown = text;
        while (width(font, fitting, shown) > INNER) shown = shortened(shown);
        content.beginText();
        content.setFont(font, fitting);
        content.newLineAtOffset(MARGIN, y);
        content.showText(shown);
        content.endText();
    }

    private static String shortened(String text) {
        String bare = text.endsWith("…") ? text.substring(0, text.length() - 1) : text;
        return bare.substring(0, bare.offsetByCodePoints(bare.length(), -1)) + "…";
    }

    private static float width(PDFont font, float size, String text) throws IOException {
        return font.getStringWidth(text) / 1000 * size;
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
