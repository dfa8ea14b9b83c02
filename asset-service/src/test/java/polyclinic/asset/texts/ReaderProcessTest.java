package polyclinic.asset.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.asset.extracts.DocumentText;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.UnreadableDocument;
import polyclinic.asset.kinds.Samples;

/** The process that reads, and what is sent to harm it. */
class ReaderProcessTest {
    private static final String PDF = "application/pdf";
    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static final String ODT = "application/vnd.oasis.opendocument.text";

    @TempDir
    static Path folder;

    private static ReaderProcess reader;

    @BeforeAll
    static void start() {
        reader = new ReaderProcess(config(), folder.toString());
    }

    @AfterAll
    static void end() {
        reader.close();
    }

    static TextConfig config(String... pairs) {
        Map<String, String> values = new HashMap<>(Map.of("polyclinic.texts.tesseract", "/none/tesseract"));
        for (int i = 0; i < pairs.length; i += 2) values.put("polyclinic.texts." + pairs[i], pairs[i + 1]);
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(TextConfig.class)
                .withSources(new PropertiesConfigSource(values, "texts", 1000))
                .build()
                .getConfigMapping(TextConfig.class);
    }

    private static DocumentText read(byte[] content, String type) throws Exception {
        return read(reader, content, type);
    }

    private static DocumentText read(ReaderProcess by, byte[] content, String type) throws Exception {
        Path file = Files.write(Files.createTempFile(folder, "document", null), content);
        return by.read(file, type);
    }

    private static TextFailure failure(byte[] content, String type) throws Exception {
        return failure(reader, content, type);
    }

    private static TextFailure failure(ReaderProcess by, byte[] content, String type) throws Exception {
        try {
            throw new AssertionError("was read: " + read(by, content, type));
        } catch (UnreadableDocument refused) {
            return refused.failure();
        }
    }

    @Test
    void a_pdf_is_read_page_by_page_with_its_language() throws Exception {
        DocumentText text = read(Papers.pdf(Papers.LETTER, "Haemoglobin 12.5 g/dl", ""), PDF);

        assertThat(text.pages()).hasSize(3);
        assertThat(text.pages().get(0)).startsWith("The patient has had a cough");
        assertThat(text.pages().get(1)).isEqualTo("Haemoglobin 12.5 g/dl");
        assertThat(text.pages().get(2)).isEmpty();
        assertThat(text.language()).isEqualTo("en");
    }

    @Test
    void documents_of_office_suites_keep_their_lines_rows_and_pages() throws Exception {
        DocumentText word = read(Papers.docx("""
                <w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Lab</w:t></w:r><w:r><w:t xml:space="preserve"> report</w:t></w:r></w:p>
                <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Sodium</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>140</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
                <w:p><w:r><w:lastRenderedPageBreak/><w:t>Second page</w:t><w:tab/><w:t>end</w:t></w:r></w:p>"""), DOCX);
        DocumentText writer = read(Papers.odt("""
                <t:h>Bericht</t:h>
                <t:p>Die <t:span>Patientin</t:span> hat<t:s/>Husten.</t:p>
                <t:p><t:soft-page-break/>Seite zwei</t:p>"""), ODT);

        assertThat(word.pages()).containsExactly("Lab report\nSodium \t140", "Second page\tend");
        assertThat(writer.pages()).containsExactly("Bericht\nDie Patientin hat Husten.", "Seite zwei");
    }

    @Test
    void plain_text_is_read_in_whichever_encoding_it_is() throws Exception {
        String text = "Müller, Größe 172 cm";
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                Charset.forName("windows-1252")))
            assertThat(read(text.getBytes(charset), "text/plain").pages())
                    .as(charset.name())
                    .containsExactly(text);
        assertThat(read("one\ftwo".getBytes(StandardCharsets.UTF_8), "text/plain")
                        .pages())
                .containsExactly("one", "two");
        assertThat(read(Samples.cda(), "application/xml").pages()).containsExactly("C-CDA");
    }

    @Test
    void what_cannot_be_read_says_why() throws Exception {
        assertThat(failure(Papers.encryptedPdf(), PDF)).isEqualTo(TextFailure.ENCRYPTED);
        assertThat(failure(Samples.noise(5000, 3), PDF)).isEqualTo(TextFailure.UNREADABLE);
        assertThat(failure(Samples.noise(5000, 3), DOCX)).isEqualTo(TextFailure.UNREADABLE);
        assertThat(failure("<a><b></a>".getBytes(StandardCharsets.UTF_8), "application/xml"))
                .isEqualTo(TextFailure.UNREADABLE);
        assertThat(failure(Papers.emptyPages(1), PDF)).isEqualTo(TextFailure.NO_TEXT);
        assertThat(failure(Samples.png(), "image/png")).isEqualTo(TextFailure.OCR_NOT_INSTALLED);
        assertThat(failure(Samples.dicom(), "application/dicom")).isEqualTo(TextFailure.TYPE_NOT_READ);
    }

    @Test
    void what_was_made_to_use_up_everything_fails_and_the_next_is_read() throws Exception {
        assertThat(failure(Papers.emptyPages(10_000), PDF)).isEqualTo(TextFailure.TOO_MANY_PAGES);
        assertThat(failure(Papers.docxBomb(), DOCX)).isEqualTo(TextFailure.TOO_MUCH_TEXT);
        assertThat(failure(Papers.emptyDocxBomb(), DOCX)).isEqualTo(TextFailure.TOO_MUCH_TEXT);
        assertThat(failure(Papers.pdfBomb(), PDF)).isEqualTo(TextFailure.NO_TEXT);
        assertThat(failure("word ".repeat(300_000).getBytes(StandardCharsets.UTF_8), "text/plain"))
                .isEqualTo(TextFailure.TOO_MUCH_TEXT);

        assertThat(read(Papers.pdf(Papers.LETTER), PDF).pages()).hasSize(1);
    }

    @Test
    void a_document_for_which_the_memory_does_not_suffice_fails() throws Exception {
        try (ReaderProcess narrow = new ReaderProcess(config("heap", "16M"), folder.toString())) {
            assertThat(failure(narrow, Papers.pdf(Papers.LETTER), PDF)).isEqualTo(TextFailure.TOOK_TOO_MUCH_MEMORY);
        }
    }

    @Test
    void an_external_entity_is_not_fetched() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
        byte[] xml = ("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri()
                        + "\">]><a>Text &x;</a>")
                .getBytes(StandardCharsets.UTF_8);

        try {
            assertThat(read(xml, "application/xml").pages().get(0)).doesNotContain("secret");
        } catch (UnreadableDocument refused) {
            assertThat(refused.failure()).isEqualTo(TextFailure.UNREADABLE);
        }
    }

    private static String script(String name, String lines) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + lines + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    @Test
    void where_tesseract_is_installed_pictures_are_read_and_pages_without_text() throws Exception {
        String program = script("tesseract", "echo \"Read from a picture in $4\"");
        try (ReaderProcess withOcr =
                new ReaderProcess(config("tesseract", program, "ocr-languages", "eng+hin"), folder.toString())) {
            assertThat(read(withOcr, Samples.png(), "image/png").pages())
                    .containsExactly("Read from a picture in eng+hin");
            assertThat(read(withOcr, Papers.emptyPages(2), PDF).pages())
                    .containsExactly("Read from a picture in eng+hin", "Read from a picture in eng+hin");
        }
    }

    @Test
    void the_process_is_told_nothing_of_the_services_environment() throws Exception {
        String program = script("environment", "env | cut -d= -f1 | sort");
        try (ReaderProcess withOcr = new ReaderProcess(config("tesseract", program), folder.toString())) {
            assertThat(read(withOcr, Samples.png(), "image/png").pages().get(0).lines())
                    .isSubsetOf("LANG", "LC_ALL", "PATH", "PWD", "OLDPWD", "SHLVL", "TESSDATA_PREFIX", "_");
        }
    }

    @Test
    void a_document_that_takes_too_long_is_given_up_with_all_that_reads_it() throws Exception {
        // Long enough for the process that reads the second document to start on a busy machine.
        Path running = folder.resolve("running");
        String program = script("endless", "echo $$ > " + running + "; exec sleep 600");
        try (ReaderProcess impatient =
                new ReaderProcess(config("tesseract", program, "time-limit", "8s"), folder.toString())) {
            assertThat(failure(impatient, Samples.png(), "image/png")).isEqualTo(TextFailure.TOOK_TOO_LONG);
            long pid = Long.parseLong(Files.readString(running).strip());
            ProcessHandle.of(pid).ifPresent(left -> left.onExit().join());

            assertThat(read(impatient, Papers.pdf(Papers.LETTER), PDF).pages()).hasSize(1);
        }
    }

    @Test
    void a_process_that_is_killed_says_nothing_of_the_document_and_another_reads_the_next() throws Exception {
        String program = script("deadly", "kill -9 $PPID");
        try (ReaderProcess killed = new ReaderProcess(config("tesseract", program), folder.toString())) {
            assertThatThrownBy(() -> read(killed, Samples.png(), "image/png")).isInstanceOf(IOException.class);

            assertThat(read(killed, Papers.pdf(Papers.LETTER), PDF).pages()).hasSize(1);
        }
    }
}
