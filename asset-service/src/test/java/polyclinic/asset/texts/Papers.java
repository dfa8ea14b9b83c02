package polyclinic.asset.texts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Documents that say something, and some that were made to do harm. */
public final class Papers {
    /** Long enough that its language is certain. */
    public static final String LETTER = "The patient has had a cough for three days, and was sent home with tablets. "
            + "She should come again when the fever does not go away within a week.";

    private static final String BEGIN =
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";

    private Papers() {}

    /** A page for each text. */
    public static byte[] pdf(String... pages) {
        try (PDDocument pdf = new PDDocument()) {
            for (String text : pages) write(pdf, text);
            return bytes(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(PDDocument pdf, String text) throws IOException {
        PDPage page = new PDPage();
        pdf.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
            content.beginText();
            content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 9);
            content.newLineAtOffset(40, 700);
            content.showText(text);
            content.endText();
        }
    }

    public static byte[] encryptedPdf() {
        try (PDDocument pdf = new PDDocument()) {
            write(pdf, LETTER);
            pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            return bytes(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] emptyPages(int count) {
        try (PDDocument pdf = new PDDocument()) {
            for (int i = 0; i < count; i++) pdf.addPage(new PDPage());
            return bytes(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page whose content is 900 MiB, and next to nothing in the file. */
    public static byte[] pdfBomb() {
        try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage();
            pdf.addPage(page);
            // Deflated here: PDFBox would hold the whole content first.
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] blanks = " ".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
            try (OutputStream content = new DeflaterOutputStream(deflated)) {
                for (int i = 0; i < 900; i++) content.write(blanks);
            }
            PDStream stream = new PDStream(pdf, new ByteArrayInputStream(deflated.toByteArray()), COSName.FLATE_DECODE);
            page.setContents(stream);
            return bytes(pdf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(PDDocument pdf) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pdf.save(out);
        return out.toByteArray();
    }

    /** @param body paragraphs and tables as WordprocessingML */
    public static byte[] docx(String body) {
        return zip("word/document.xml", BEGIN + body + "</w:body></w:document>", "", 0);
    }

    public static byte[] docxBomb() {
        String page = "<w:p><w:r><w:t>" + "x".repeat(1024 * 1024) + "</w:t></w:r></w:p>";
        return zip("word/document.xml", BEGIN, page, 300);
    }

    /** Markup without a text. */
    public static byte[] emptyDocxBomb() {
        return zip("word/document.xml", BEGIN, "<w:p></w:p>".repeat(100_000), 200);
    }

    public static byte[] odt(String body) {
        return zip(
                "content.xml",
                "<o:document-content xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                        + " xmlns:t=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
                        + " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><o:body><o:text>" + body
                        + "</o:text></o:body></o:document-content>",
                "",
                0);
    }

    /** @param more written so many times behind the beginning */
    private static byte[] zip(String name, String beginning, String more, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(beginning.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = more.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < times; i++) zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
