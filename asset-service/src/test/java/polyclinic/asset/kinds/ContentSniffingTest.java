package polyclinic.asset.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them, by their bytes alone. */
class ContentSniffingTest {
    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static final String ODT = "application/vnd.oasis.opendocument.text";

    static Stream<Arguments> written() {
        return Stream.of(
                Arguments.of("UTF-8", "Überweisung für Frau Müller\n"),
                Arguments.of("UTF-16", "Überweisung für Frau Müller\n"),
                Arguments.of("UTF-16LE", "Überweisung für Frau Müller\n"),
                Arguments.of("UTF-16BE", "मरीज़ को तीन दिन से सिरदर्द है\n"),
                Arguments.of("X-UTF-32LE-BOM", "Anamnese: unauffällig\n"),
                Arguments.of("windows-1252", "Befund: „unauffällig“ – 5 €\n"),
                Arguments.of("ISO-8859-15", "Œdème, 5 €, café\n"),
                Arguments.of("windows-1251", "Пациент жалуется на головную боль\n"),
                Arguments.of("KOI8-R", "Пациент жалуется на головную боль\n"),
                Arguments.of("windows-1256", "المريض يشكو من صداع\n"),
                Arguments.of("Shift_JIS", "患者は三日前から激しい頭痛を訴える\n"),
                Arguments.of("EUC-JP", "患者は三日前から激しい頭痛を訴える\n"),
                Arguments.of("ISO-2022-JP", "患者は三日前から激しい頭痛を訴える\n"),
                Arguments.of("GBK", "患者三天前开始剧烈头痛\n"),
                Arguments.of("Big5", "病人三天前開始劇烈頭痛\n"),
                Arguments.of("EUC-KR", "환자는 사흘 전부터 두통을 호소한다\n"),
                Arguments.of("TIS-620", "ผู้ป่วยปวดศีรษะ\n"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void text_is_text_in_every_encoding(String encoding, String text) throws IOException {
        Charset charset = Charset.forName(encoding);
        for (String one : new String[] {text, text.repeat(500), "\r\n\t" + text, text.strip()})
            assertThat(ContentSniffing.type(one.getBytes(charset))).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @MethodSource("written")
    void a_page_is_a_page_in_every_encoding(String encoding, String text) throws IOException {
        String page = "<!DOCTYPE html>\n<html><body><script>alert(1)</script>" + text + "</body></html>";

        assertThat(ContentSniffing.type(page.getBytes(Charset.forName(encoding))))
                .isEqualTo("text/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Date: 3 March 2026\nTo: Dr. A. Rao\nFrom: Dr. M. Iyer\nSubject: Referral\n\nDear colleague,\n",
                "From: Dr. M. Iyer\nTo: Dr. A. Rao\n\nDear colleague,\n",
                "From Dr. Iyer, 3 March 2026\n\nDear colleague,\n",
                "Subject: Mrs. Rao\n\nDear colleague,\n",
                "Received: today\nMessage-ID: none\n",
                "BMI 24.3, RR 120/80\n",
                "P3 G4, 32nd week\n",
                "P1\nG2\n",
                "GIF: gastric inhibitory factor\n",
                "II* see below\n",
                "ID3 is a gene\n",
                "MZ and DZ twins\n",
                "% of predicted: 80\n",
                "#1 chest pain\n#2 cough\n",
                "/* to do */\n",
                "070707 admitted, 080707 discharged\n",
                "name;value\nTSH;<0.01\n",
                "\"name\",\"value\"\n\"TSH\",\"1\"\n",
                "{\"resourceType\":\"Patient\"}",
                "MSH|^~\\&|LAB|CLINIC|\rPID|1\r",
                "BEGIN",
                "solid tumour\n",
                "x"
            })
    void a_note_is_text_however_it_begins(String note) throws IOException {
        assertThat(ContentSniffing.type(note.getBytes(StandardCharsets.UTF_8))).startsWith("text/");
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(Samples.boxes("heic", "mif1", "heic"), "image/heic"),
                Arguments.of(Samples.boxes("heix"), "image/heic"),
                Arguments.of(Samples.boxes("mif1", "mif1", "heic"), "image/heic"),
                Arguments.of(Samples.boxes("mif1", "miaf"), "image/heif"),
                Arguments.of(Samples.boxes("avif", "mif1"), "image/avif"),
                Arguments.of(Samples.boxes("mif1", "avif"), "image/avif"),
                Arguments.of(Samples.tiff(), "image/tiff"),
                Arguments.of(Samples.dicom(), "application/dicom"),
                Arguments.of(Samples.docx(), DOCX),
                Arguments.of(Samples.archive("x", "_rels/.rels", "docProps/core.xml", "word/document.xml"), DOCX),
                Arguments.of(
                        Samples.archive("x", "xl/workbook.xml"),
                        DOCX.replace("wordprocessingml.document", "spreadsheetml.sheet")),
                Arguments.of(Samples.archive(ODT, "mimetype", "content.xml"), ODT),
                Arguments.of(Samples.archive("application/x-evil", "mimetype", "content.xml"), "application/zip"),
                Arguments.of(Samples.archive("x", "words/document.xml"), "application/zip"),
                Arguments.of(Samples.archive("x", "word/document.xml", "word/vbaProject.bin"), "application/zip"),
                Arguments.of(Samples.cda(), "application/xml"),
                Arguments.of(
                        new String(Samples.cda(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16),
                        "application/xml"),
                Arguments.of(Samples.svg(), "image/svg+xml"),
                Arguments.of(Samples.pdf(), "application/pdf"),
                Arguments.of("%PDF-1.4\n1 0 obj\nendobj\n".getBytes(StandardCharsets.UTF_8), "application/pdf"),
                Arguments.of("{\\rtf1\\ansi hello}".getBytes(StandardCharsets.UTF_8), "application/rtf"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void what_is_no_plain_text_is_known_by_its_beginning(byte[] file, String type) throws IOException {
        assertThat(ContentSniffing.type(file)).isEqualTo(type);
    }

    @Test
    void noise_is_neither_text_nor_anything_else() throws IOException {
        for (int seed = 0; seed < 200; seed++)
            assertThat(ContentSniffing.type(Samples.noise(500, seed))).doesNotStartWith("text/");
        assertThat(ContentSniffing.type(new byte[0])).isNotNull();
        assertThat(ContentSniffing.type(new byte[1000])).isEqualTo("application/octet-stream");
    }
}
