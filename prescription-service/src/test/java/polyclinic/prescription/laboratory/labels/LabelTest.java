package polyclinic.prescription.laboratory.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.oned.Code128Reader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.papers.typeface.PrintableText;
import polyclinic.commons.papers.typeface.PrintedName;

class LabelTest {
    private static final PrintableText TYPEFACE = new PrintableText(List.of());
    private static final LabelPdf PDF = new LabelPdf(TYPEFACE);

    @Test
    void a_label_has_its_size_its_words_and_a_barcode_that_scanners_read() throws Exception {
        byte[] pdf = PDF.render(List.of(label("Ada Lovelace", "L0000123-1"), label("Ada Lovelace", "L0000123-2")));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
            assertThat(document.getPage(0).getMediaBox().getWidth() / 72 * 25.4f)
                    .isCloseTo(62, within(0.01f));
            assertThat(document.getPage(0).getMediaBox().getHeight() / 72 * 25.4f)
                    .isCloseTo(29, within(0.01f));
            assertThat(new PDFTextStripper().getText(document))
                    .contains("Ada Lovelace", "b. 10 Dec 1815", "L0000123-1  blood", "2 Mar 2026 10:30");
            assertThat(barcode(document, 0)).isEqualTo("L0000123-1");
            assertThat(barcode(document, 1)).isEqualTo("L0000123-2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "José Ñandú Ångström",
                "Γεώργιος Παπαδόπουλος",
                "Александр Пушкин",
                "अमिताभ बच्चन",
                "محمد علي",
                "பாலசுப்ரமணியம் கிருஷ்ணமூர்த்தி வெங்கடேஸ்வரன் சுந்தரராஜன்",
                "শ্রীমতী চট্টোপাধ্যায়",
                "王小明",
                "עדה לאבלייס",
                "สมชาย ใจดี",
                "Wolfeschlegelsteinhausenbergerdorff von Hohenzollern-Sigmaringen-Schwarzenberg der Aeltere"
            })
    void any_name_fits_in_any_script(String name) throws Exception {
        byte[] pdf = PDF.render(List.of(label(TYPEFACE.printable(new PrintedName(name)), "L0000123-1")));
        String plain = TYPEFACE.plain(name);
        String zpl = LabelZpl.render(List.of(label(plain, "L0000123-1")));

        try (PDDocument document = Loader.loadPDF(pdf)) {
            String shown = TYPEFACE.isTransliterated(name) ? plain : name;
            assertThat(new PDFTextStripper().getText(document))
                    .contains(shown.substring(0, Math.min(shown.length(), 12)));
            assertThat(barcode(document, 0)).isEqualTo("L0000123-1");
        }
        assertThat(name(zpl)).startsWith(beginning(plain));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^XZ^XA^FDInjected",
                "~JA~HS",
                "_5EXZ",
                "a^FS^FO0,0^GB400,400,400^FS",
                "Robert\\\\'); drop",
                "_",
                "^",
                "~",
                "😀 ^ ~ _ é"
            })
    void no_name_can_be_a_command(String name) {
        String zpl = LabelZpl.render(List.of(label(name, "L0000123-1")));

        assertThat(zpl).matches("\\A\\p{ASCII}*\\z").startsWith("^XA\n^CI28\n").endsWith("^XZ\n");
        assertThat(zpl.split("\\^XA", -1)).hasSize(2);
        assertThat(zpl.split("\\^XZ", -1)).hasSize(2);
        assertThat(zpl.split("\\^FS", -1)).hasSize(6);
        assertThat(zpl).doesNotContain("~").doesNotContain("^GB").doesNotContain("^FDInjected");
        assertThat(name(zpl)).isEqualTo(name);
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(text.length(), 30));
    }

    /** The first field's text, read as a printer reads it: {@code _XX} is a byte, all of them are UTF-8. */
    private static String name(String zpl) {
        Matcher field = Pattern.compile("\\^FH_\\^FD([^^~]*)\\^FS").matcher(zpl);
        assertThat(field.find()).isTrue();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String text = field.group(1);
        for (int i = 0; i < text.length(); i++)
            if (text.charAt(i) == '_') {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else bytes.write(text.charAt(i));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static SpecimenLabel label(String name, String id) {
        return new SpecimenLabel(id, name, "UHID P-17  b. 10 Dec 1815", id + "  blood", "2 Mar 2026 10:30");
    }

    private static String barcode(PDDocument document, int page) throws Exception {
        BufferedImage image = new PDFRenderer(document).renderImageWithDPI(page, 406);
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        BinaryBitmap bitmap =
                new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)
                        .crop(0, image.getHeight() * 3 / 4, image.getWidth(), image.getHeight() / 10)));
        return new Code128Reader().decode(bitmap).getText();
    }
}
