package polyclinic.commons.papers.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.papers.signatures.PdfSigner;
import polyclinic.commons.papers.signatures.SigningKey;
import polyclinic.commons.papers.typeface.PrintableText;
import polyclinic.commons.papers.typeface.PrintedName;
import polyclinic.commons.testing.papers.SignedPdf;

class PaperTemplateTest {
    private static final float MARGIN = 15 * 72 / 25.4f;
    /** In points, as the template has it. */
    private static final float TEXT_SIZE = 11;

    private static final double LIKE = 0.9;
    /** What is printed letter by letter or in another order stays below. */
    private static final double UNLIKE = 0.6;

    private static final PaperTemplate TEMPLATE =
            new PaperTemplate(PaperTemplateTest.class, "/templates/names.html", "Tests", new PrintableText(List.of()));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "राम वर्मा",
                "श्रीकृष्ण क्षत्रिय",
                "বাংলা চট্টোপাধ্যায়",
                "தமிழ் ஸ்ரீனிவாசன்",
                "తెలుగు శ్రీనివాస్",
                "ગુજરાતી",
                "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
                "ಕನ್ನಡ",
                "മലയാളം",
                "ଓଡ଼ିଆ",
                "සිංහල ශ්‍රී",
                "محمد حسن",
                "لا إله محمّد",
                "فاطمه زهرا",
                "עברית דוד",
                "שָׁלוֹם",
                "สมชาย ใจดี",
                "ລາວ",
                "ខ្មែរ",
                "မြန်မာ",
                "አማርኛ",
                "Ọ̀gbẹ́ni A̋nes",
                "Dr. محمد حسن (MBBS) 2026",
                "دكتور House محمد"
            })
    void a_text_in_any_script_is_found_as_it_is_said(String text) throws IOException {
        byte[] pdf = pdf(List.of(new PrintedName(text)), List.of("before " + text + " after", text));

        assertThat(text(pdf)).contains("before", "after");
        assertThat(occurrences(text(pdf), text)).as(text(pdf)).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"क्षत्रिय", "চট্টোপাধ্যায়", "ஸ்ரீனிவாசன்", "محمد", "שָׁלוֹם", "ที่นี่", "မြန်မာ"})
    void a_word_looks_as_the_jdk_draws_it(String word) throws IOException {
        BufferedImage printed = enlarged(pdf(List.of(), List.of(word)));
        String reversed = new StringBuilder(word).reverse().toString();

        assertThat(InkComparison.likeness(printed, InkComparison.drawn(word))).isGreaterThan(LIKE);
        assertThat(InkComparison.likeness(printed, InkComparison.unshaped(word)))
                .isLessThan(UNLIKE);
        assertThat(InkComparison.likeness(printed, InkComparison.drawn(reversed)))
                .isLessThan(UNLIKE);
    }

    @Test
    void a_document_of_many_different_syllables_keeps_each() throws IOException {
        String syllables = IntStream.range(0x1200, 0x1360)
                .filter(Character::isLetter)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());

        byte[] pdf =
                pdf(List.of(), List.of(syllables.replaceAll("(.{8})", "$1 ").strip()));

        assertThat(text(pdf).replaceAll("\\s", "")).isEqualTo(syllables);
        assertThat(syllables.length()).isGreaterThan(256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ผู้ป่วยปวดศีรษะอย่างรุนแรงมาสามวัน",
                "अस्पताल में भर्ती ",
                "المريض يشكو من صداع شديد ",
                "ក្រុងភ្នំពេញ"
            })
    void a_long_text_stays_between_the_margins(String sentence) throws IOException {
        byte[] pdf = pdf(List.of(), List.of(sentence.repeat(40)));

        assertThat(places(pdf)).isNotEmpty().allSatisfy(place -> assertThat(place.getXDirAdj())
                .isGreaterThan(MARGIN - 1));
        assertThat(ends(pdf)).allSatisfy(end -> assertThat(end).isLessThan(420 - MARGIN + 1));
        assertThat(text(pdf).lines().filter(line -> !line.isBlank()).count()).isGreaterThan(3);
    }

    @Test
    void each_line_of_a_text_from_right_to_left_begins_at_its_right() throws IOException {
        String text = "ثم "
                + "abcdefghijklmnopqrstuvw".replaceAll("(.)", "$1$1$1 ثم ").strip();

        List<TextPosition> letters = places(pdf(List.of(), List.of(text))).stream()
                .filter(place -> place.getUnicode().matches("[a-w]"))
                .sorted(Comparator.comparing(TextPosition::getUnicode))
                .toList();

        Map<Float, List<Float>> words = letters.stream()
                .collect(Collectors.groupingBy(
                        TextPosition::getYDirAdj, Collectors.mapping(TextPosition::getXDirAdj, Collectors.toList())));
        assertThat(words).hasSizeGreaterThan(1);
        assertThat(words.values()).allSatisfy(line -> {
            List<Float> begins = IntStream.range(0, line.size() / 3)
                    .mapToObj(word -> line.get(word * 3))
                    .toList();
            assertThat(begins).isSortedAccordingTo(Comparator.reverseOrder());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dr. فاطمة الزهراء", "محمد حسن", "דוד", "Dr. House-מזרחי"})
    void what_stands_behind_a_name_from_right_to_left_keeps_its_order(String name) throws IOException {
        List<TextPosition> places =
                places(TEMPLATE.pdf(Map.of("names", List.of(), "texts", List.of(), "signed", name)));

        assertThat(places.stream().map(TextPosition::getUnicode).collect(Collectors.joining()))
                .endsWith(", 1 March 2026");
        assertThat(places.stream().map(TextPosition::getXDirAdj).toList()).isSorted();
    }

    @Test
    void an_amount_stays_before_its_unit() throws IOException {
        List<TextPosition> places = places(pdf(List.of(), List.of("باراسيتامول 500 mg")));

        assertThat(beginnings(places, "5").get(0))
                .isLessThan(beginnings(places, "m").get(0));
        assertThat(beginnings(places, "g").get(0))
                .isLessThan(beginnings(places, "ب").get(0));
    }

    @Test
    void every_font_is_in_the_document() throws IOException {
        byte[] pdf = pdf(List.of(new PrintedName("राम वर्मा")), List.of("محمد حسن"));

        List<PDFont> fonts = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            for (PDPage page : document.getPages())
                for (COSName name : page.getResources().getFontNames())
                    fonts.add(page.getResources().getFont(name));
            assertThat(fonts).hasSizeGreaterThanOrEqualTo(3).allMatch(PDFont::isEmbedded);
        }
    }

    @Test
    void the_signature_holds_whatever_the_script() throws IOException {
        Instant now = Instant.now();
        SigningKey key = SigningKey.open(folder.resolve("key.p12"), "names", null, true, "Clinic", now);
        byte[] pdf = pdf(List.of(new PrintedName("राम वर्मा"), new PrintedName("محمد")), List.of("வணக்கம்"));

        byte[] signed = new PdfSigner(key, "क्लिनिक").sign(pdf, "Test", now);

        assertThat(SignedPdf.read(signed).isValid()).isTrue();
        assertThat(text(signed)).contains("राम वर्मा", "محمد", "வணக்கம்");
    }

    /** Chinese, Japanese, Korean: their typefaces are the machine's. */
    @ParameterizedTest
    @CsvSource({"王小明,wáng xiǎo míng", "山田さくら,shān tiánsakura", "김철수,gimcheolsu"})
    void a_name_of_east_asia_is_set_in_its_own_script_and_signed(String name, String latin) throws IOException {
        Instant now = Instant.now();
        SigningKey key = SigningKey.open(folder.resolve("key.p12"), "names", null, true, "Clinic", now);
        PaperTemplate template = new PaperTemplate(
                PaperTemplateTest.class, "/templates/names.html", "Tests", new PrintableText(List.of(machine())));
        byte[] named = template.pdf(Map.of("names", List.of(new PrintedName(name)), "texts", List.of(), "signed", ""));
        byte[] written = template.pdf(Map.of("names", List.of(), "texts", List.of(name), "signed", ""));

        byte[] signed = new PdfSigner(key, "Clinic").sign(named, "Test", now);

        save(picture(signed), "scripts-" + latin.replaceAll("\\W+", "-") + ".png");
        assertThat(SignedPdf.read(signed).isValid()).isTrue();
        assertThat(text(signed)).contains(name + " [" + latin + "]");
        assertThat(text(written).strip()).isEqualTo(name);
        assertThat(InkComparison.likeness(enlarged(written), InkComparison.drawn(name)))
                .isGreaterThan(LIKE);
    }

    @Test
    void a_name_in_bold_is_darker() throws IOException {
        long bold = InkComparison.ink(picture(pdf(List.of(new PrintedName("ராம்")), List.of())));
        long regular = InkComparison.ink(picture(pdf(List.of(), List.of("ராம்"))));

        assertThat(bold).isGreaterThan(regular);
    }

    @Test
    void a_page_of_all_scripts_can_be_looked_at() throws IOException {
        List<String> texts =
                List.of("राम वर्मा", "محمد حسن", "สมชาย ใจดี", "বাংলা", "தமிழ்", "עברית", "ગુજરાતી", "ਸਿੰਘ", "తెలుగు");

        BufferedImage page = picture(pdf(texts.stream().map(PrintedName::new).toList(), texts));

        save(page, "scripts.png");
        assertThat(page.getRGB(0, 0)).isEqualTo(Color.WHITE.getRGB());
    }

    private static void save(BufferedImage page, String name) throws IOException {
        Files.createDirectories(Path.of("target/documents"));
        ImageIO.write(page, "png", Path.of("target/documents", name).toFile());
    }

    /** A folder as a system has it; its files have few letters, and the one of Hangul the name of one that is looked for. */
    private Path machine() throws IOException {
        Map<String, String> files = Map.of(
                "DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf", "NanumGothic.ttf", "DroidSansFallback.ttf");
        Path fonts = Files.createDirectories(folder.resolve("fonts/truetype"));
        for (Map.Entry<String, String> file : files.entrySet())
            try (InputStream font =
                    Objects.requireNonNull(PaperTemplateTest.class.getResourceAsStream("/fonts/" + file.getValue()))) {
                Files.copy(font, fonts.resolve(file.getKey()));
            }
        return fonts;
    }

    private static byte[] pdf(List<PrintedName> names, List<String> texts) {
        return TEMPLATE.pdf(Map.of("names", names, "texts", texts, "signed", ""));
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static int occurrences(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    private static BufferedImage picture(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFRenderer(document).renderImageWithDPI(0, 200);
        }
    }

    /** The beginning of the page, with a text's em as large as that of what the JDK draws. */
    private static BufferedImage enlarged(byte[] pdf) throws IOException {
        BufferedImage image = new BufferedImage(1600, 800, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setBackground(Color.WHITE);
        graphics.clearRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            new PDFRenderer(document).renderPageToGraphics(0, graphics, InkComparison.EM / TEXT_SIZE);
        }
        graphics.dispose();
        return image;
    }

    private static List<Float> ends(byte[] pdf) throws IOException {
        return places(pdf).stream()
                .map(place -> place.getXDirAdj() + place.getWidthDirAdj())
                .toList();
    }

    private static List<Float> beginnings(List<TextPosition> places, String letter) {
        return places.stream()
                .filter(place -> place.getUnicode().contains(letter))
                .map(TextPosition::getXDirAdj)
                .toList();
    }

    private static List<TextPosition> places(byte[] pdf) throws IOException {
        List<TextPosition> places = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition place) {
                    places.add(place);
                }
            }.getText(document);
        }
        return places;
    }
}
