package polyclinic.prescription.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.prescription.projections.patients.PrintedBirthDate;

class PrescriptionPdfTest {
    private static final String ADDRESS = "https://clinic.example.org/api/v1/verify/AAAAAAAAAAAAAAAAAAAAAA";
    private static final UUID ID = UUID.fromString("0195a4e2-7c1b-7def-8123-456789abcdef");

    private final PrescriptionPdf pdf = new PrescriptionPdf(new TestClinic(), List::of);

    @Test
    void everything_that_a_pharmacy_needs_is_printed() throws Exception {
        byte[] bytes = pdf.render(document("Ada Lovelace", "Dr. Gregory House", line("Paracetamol 500 mg tablet")));

        assertThat(text(bytes))
                .contains("Harbour Clinic", "1 Harbour Street", "+1 212 555 0100")
                .contains("Ada Lovelace", "Born 10 December 1815", "UHID PC-000001")
                .contains("Dr. Gregory House", "General medicine", "Licence L-1")
                .contains("Prescription of 1 March 2026")
                .contains("Paracetamol 500 mg tablet", "1 tablet, oral", "three times a day", "with water")
                .contains("Drink plenty")
                .contains("Page 1 of 1")
                .contains(ID.toString());
        saveForInspection(bytes, "prescription.pdf");
    }

    @Test
    void a_text_of_many_lines_is_printed_whole_but_does_not_fill_a_page_with_each() throws Exception {
        String instructions = "x\n".repeat(990) + "ultimately";
        var line = new PrescriptionDocument.Line("Paracetamol", "1 tablet", "oral", "daily", 5, "15", 0, instructions);

        byte[] bytes = pdf.render(document("Ada Lovelace", "Dr. Gregory House", line, line));

        assertThat(text(bytes)).contains("ultimately");
        try (PDDocument document = Loader.loadPDF(bytes)) {
            assertThat(document.getNumberOfPages()).isLessThanOrEqualTo(8);
        }
    }

    @Test
    void the_qr_code_leads_to_the_verification() throws Exception {
        byte[] bytes = pdf.render(document("Ada Lovelace", "Dr. Gregory House", line("Paracetamol")));

        assertThat(scan(bytes)).isEqualTo(ADDRESS);
    }

    @Test
    void fonts_are_embedded() throws Exception {
        byte[] bytes = pdf.render(document("Ада Лавлейс", "Dr. Gregory House", line("Paracetamol")));

        List<PDFont> fonts = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(bytes)) {
            for (PDPage page : document.getPages())
                for (COSName name : page.getResources().getFontNames())
                    fonts.add(page.getResources().getFont(name));
            assertThat(fonts).isNotEmpty().allMatch(PDFont::isEmbedded);
        }
    }

    @Test
    void names_in_cyrillic_greek_and_with_accents_are_printed_as_written() throws Exception {
        byte[] bytes = pdf.render(
                document("Ада Лавлейс Ωμέγα", "Dr. Zoë Þórsdóttir-Łęcka Nguyễn Ștefan", line("Paracetamol")));

        assertThat(text(bytes)).contains("Ада Лавлейс Ωμέγα", "Zoë Þórsdóttir-Łęcka Nguyễn Ștefan");
        assertThat(text(bytes)).doesNotContain("transliterated");
    }

    @Test
    void names_in_other_scripts_are_printed_as_written_and_beside_it_as_they_read() throws Exception {
        byte[] bytes = pdf.render(document("محمد حسن", "Dr. आशा शर्मा", line("பாராசிட்டமால்")));

        assertThat(text(bytes))
                .contains("محمد حسن", "[mḥmd ḥsn]", "Dr. आशा शर्मा", "[Dr. āśā śarmā]", "பாராசிட்டமால்")
                .contains("Text in square brackets is transliterated");
        saveForInspection(bytes, "prescription-scripts.pdf");
    }

    @Test
    void what_is_no_name_stands_in_its_own_script_alone() throws Exception {
        var line = new PrescriptionDocument.Line(
                "Paracetamol", "१ गोली", "मुख से", "दिन में तीन बार", 5, "15", 0, "खाने के बाद");

        byte[] bytes = pdf.render(document("Ada Lovelace", "Dr. Gregory House", line));

        assertThat(text(bytes))
                .contains("१ गोली", "मुख से", "दिन में तीन बार", "खाने के बाद")
                .doesNotContain("transliterated");
    }

    @Test
    void names_in_scripts_without_a_font_are_visibly_transliterated() throws Exception {
        byte[] bytes = pdf.render(document("山田 太郎", "Dr. 김철수", line("Paracetamol")));

        assertThat(text(bytes))
                .contains("[shān tián tài láng]", "[Dr. gimcheolsu]")
                .contains("Text in square brackets is transliterated");
        saveForInspection(bytes, "prescription-transliterated.pdf");
    }

    @ParameterizedTest
    @CsvSource({
        "1950-01-01,true,Born about 1950",
        "1950-07-23,true,Born about 1950",
        ",false,Born unknown",
        ",true,Born unknown"
    })
    void a_birth_date_that_nobody_knows_exactly_is_printed_as_such(
            @Nullable LocalDate date, boolean estimated, String printed) throws Exception {
        byte[] bytes = pdf.render(document(
                "Ada Lovelace", new PrintedBirthDate(date, estimated), "Dr. Gregory House", line("Paracetamol")));

        assertThat(text(bytes)).contains(printed).doesNotContain("January 1950", "July 1950");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sukarno", "王", "राम"})
    void a_patient_of_one_name_has_one(String name) throws Exception {
        byte[] bytes = pdf.render(document(name, "Dr. Gregory House", line("Paracetamol")));

        assertThat(text(bytes)).containsPattern("(?m)^(" + name + "( \\[.*])?|\\[wáng])\\s*(Dr\\.|$)");
    }

    @Test
    void markup_in_names_is_printed_as_text() throws Exception {
        byte[] bytes = pdf.render(document(
                "<b>Robert</b> & \"Bobby\" <img src='file:///etc/passwd'/>", "Dr. </td><script>", line("a < b & c")));

        assertThat(text(bytes))
                .contains("<b>Robert</b> & \"Bobby\"", "Dr. </td><script>", "a < b & c")
                .doesNotContain("root:");
    }

    @Test
    void fifty_items_with_long_texts_run_over_several_pages() throws Exception {
        PrescriptionDocument.Line line = new PrescriptionDocument.Line(
                "x".repeat(300), "y".repeat(200), "oral", "z ".repeat(100), 1, "1", 0, "word ".repeat(100));
        byte[] bytes = pdf.render(document(
                "Ada Lovelace",
                "Dr. Gregory House",
                Collections.nCopies(50, line).toArray(PrescriptionDocument.Line[]::new)));

        try (PDDocument document = Loader.loadPDF(bytes)) {
            assertThat(document.getNumberOfPages()).isGreaterThan(3);
        }
    }

    private static PrescriptionDocument.Line line(String medication) {
        return new PrescriptionDocument.Line(
                medication, "1 tablet", "oral", "three times a day", 5, "15", 0, "with water");
    }

    private static PrescriptionDocument document(String patient, String doctor, PrescriptionDocument.Line... lines) {
        return document(patient, new PrintedBirthDate(LocalDate.of(1815, 12, 10), false), doctor, lines);
    }

    private static PrescriptionDocument document(
            String patient, PrintedBirthDate birth, String doctor, PrescriptionDocument.Line... lines) {
        return new PrescriptionDocument(
                ID,
                ADDRESS,
                LocalDate.of(2026, 3, 1),
                patient,
                birth,
                "PC-000001",
                doctor,
                "General medicine",
                "L-1",
                List.of(lines),
                "Drink plenty.\nCome again in a week.");
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static String scan(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 150);
            int width = page.getWidth();
            int height = page.getHeight();
            byte[] grey = new byte[width * height];
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++) grey[y * width + x] = (byte) (page.getRGB(x, y) >> 8 & 0xff);
            LuminanceSource source = new PlanarYUVLuminanceSource(grey, width, height, 0, 0, width, height, false);
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(source)))
                    .getText();
        }
    }

    private static void saveForInspection(byte[] pdf, String name) throws IOException {
        Files.createDirectories(Path.of("target/documents"));
        Files.write(Path.of("target/documents", name), pdf);
    }

    private record TestClinic(String name, String address, String phone, String publicUrl, ZoneId timeZone)
            implements ClinicConfig {
        TestClinic() {
            this(
                    "Harbour Clinic",
                    "1 Harbour Street, 10115 Springfield",
                    "+1 212 555 0100",
                    "https://clinic.example.org",
                    ZoneId.of("UTC"));
        }
    }
}
