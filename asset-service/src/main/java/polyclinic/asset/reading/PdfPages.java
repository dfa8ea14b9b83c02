package polyclinic.asset.reading;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.UnreadableDocument;

/** The pages of a PDF: its text, and of a page without any what Tesseract reads, where it is installed. */
final class PdfPages {
    private static final long MAX_MAIN_MEMORY = 16L << 20;
    private static final long MAX_SCRATCH = 256L << 20;
    private static final String SCRATCH_FULL = "scratch file";

    private static final float DPI = 200;
    private static final float POINTS_PER_INCH = 72;
    /** Of a picture's longer side: larger pages are drawn smaller. */
    private static final float MAX_PIXELS = 4000;

    private final Ocr ocr;

    PdfPages(Ocr ocr) {
        this.ocr = ocr;
    }

    void read(File file, PageCollector pages) throws UnreadableDocument {
        open(file, pdf -> {
            pages.requirePages(pdf.getNumberOfPages());
            read(pdf, pages);
            return pages;
        });
    }

    /** The first page as a picture. @param pixels of its longer side */
    static BufferedImage firstPage(File file, int pixels) throws UnreadableDocument {
        return open(file, pdf -> {
            PDRectangle box = pdf.getPage(0).getCropBox();
            PDFRenderer renderer = new PDFRenderer(pdf);
            renderer.setSubsamplingAllowed(true);
            return renderer.renderImage(
                    0, pixels / Math.max(1, Math.max(box.getWidth(), box.getHeight())), ImageType.RGB);
        });
    }

    private interface Use<T> {
        T of(PDDocument pdf) throws IOException, UnreadableDocument;
    }

    private static <T> T open(File file, Use<T> use) throws UnreadableDocument {
        var cache = MemoryUsageSetting.setupMixed(MAX_MAIN_MEMORY, MAX_MAIN_MEMORY + MAX_SCRATCH).streamCache;
        try (PDDocument pdf = Loader.loadPDF(file, "", null, null, cache)) {
            return use.of(pdf);
        } catch (InvalidPasswordException locked) {
            throw new UnreadableDocument(TextFailure.ENCRYPTED);
        } catch (IOException | RuntimeException damaged) {
            throw new UnreadableDocument(
                    String.valueOf(damaged.getMessage()).contains(SCRATCH_FULL)
                            ? TextFailure.TOOK_TOO_MUCH_MEMORY
                            : TextFailure.UNREADABLE);
        }
    }

    private void read(PDDocument pdf, PageCollector pages) throws IOException, UnreadableDocument {
        PDFTextStripper stripper = new PDFTextStripper();
        boolean pictured = false;
        boolean written = false;
        for (int number = 1; number <= pdf.getNumberOfPages(); number++) {
            if (number > 1) pages.turnPage();
            stripper.setStartPage(number);
            stripper.setEndPage(number);
            String text = stripper.getText(pdf);
            if (text.isBlank()) {
                pictured |= pdf.getPage(number - 1).getResources() != null
                        && pdf.getPage(number - 1)
                                .getResources()
                                .getXObjectNames()
                                .iterator()
                                .hasNext();
                text = ocr.isInstalled() ? drawn(pdf, number - 1) : "";
            }
            written |= !text.isBlank();
            pages.append(text);
        }
        if (!written && pictured && !ocr.isInstalled()) throw new UnreadableDocument(TextFailure.OCR_NOT_INSTALLED);
    }

    private String drawn(PDDocument pdf, int index) throws IOException {
        PDRectangle box = pdf.getPage(index).getCropBox();
        float longer = Math.max(1, Math.max(box.getWidth(), box.getHeight())) / POINTS_PER_INCH;
        BufferedImage picture =
                new PDFRenderer(pdf).renderImageWithDPI(index, Math.min(DPI, MAX_PIXELS / longer), ImageType.GRAY);
        Path file = Files.createTempFile("page", ".png");
        try {
            ImageIO.write(picture, "png", file.toFile());
            return String.join("\n", List.of(ocr.read(file)));
        } finally {
            Files.delete(file);
        }
    }
}
