package polyclinic.commons.papers.typeface;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Transliterator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Objects;
import java.util.Set;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/**
 * Text as the embedded typeface (DejaVu Sans) can print it. It prints Latin, Greek, Cyrillic, Armenian and Georgian; scripts
 * that it lacks, or that need shaping or run from right to left, are transliterated to Latin and put in square brackets, so
 * that a reader sees that this is not how the name is written.
 */
public final class PrintableText {
    public static final String FAMILY = "DejaVu Sans";

    private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";
    private static final Set<Integer> PRINTABLE_SCRIPTS = Set.of(
            UScript.COMMON,
            UScript.INHERITED,
            UScript.LATIN,
            UScript.GREEK,
            UScript.CYRILLIC,
            UScript.ARMENIAN,
            UScript.GEORGIAN);

    private final byte[] regular;
    private final byte[] bold;
    private final TrueTypeFont font;
    private final CmapLookup glyphs;

    public PrintableText() {
        this.regular = bytes("DejaVuSans.ttf");
        this.bold = bytes("DejaVuSans-Bold.ttf");
        try {
            this.font = new TTFParser().parse(new RandomAccessReadBuffer(regular));
            this.glyphs = font.getUnicodeCmapLookup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it the typeface of whatever PDFBox looks for by name, in the whole process. */
    public void useEverywhere() {
        FontMappers.set(new EmbeddedFonts(font));
    }

    public InputStream regular() {
        return new ByteArrayInputStream(regular);
    }

    public InputStream bold() {
        return new ByteArrayInputStream(bold);
    }

    /** Returns the text in printable form, with each run of white space replaced by one space. */
    public String printable(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("\\s+", " ")
                .strip();
        if (canShow(composed)) return composed;
        String latin = Transliteration.TO_LATIN.transliterate(composed);
        if (!canShow(latin)) latin = Transliteration.TO_ASCII.transliterate(composed);
        StringBuilder shown = new StringBuilder("[");
        latin.codePoints().forEach(point -> shown.appendCodePoint(canShow(point) ? point : '?'));
        return shown.append(']').toString();
    }

    /** Whether {@link #printable} would add brackets that the text does not have itself. */
    public boolean isTransliterated(String text) {
        String printed = printable(text);
        return printed.startsWith("[") && !text.strip().startsWith("[");
    }

    /** Created on first use: it takes a second, and most names do not need it. */
    private static final class Transliteration {
        static final Transliterator TO_LATIN = Transliterator.getInstance("Any-Latin; NFC");
        static final Transliterator TO_ASCII = Transliterator.getInstance("Any-Latin; Latin-ASCII");
    }

    private boolean canShow(String text) {
        return text.codePoints().allMatch(this::canShow);
    }

    private boolean canShow(int point) {
        if (point == ' ') return true;
        int type = Character.getType(point);
        boolean directs = type == Character.FORMAT || type == Character.CONTROL || type == Character.PRIVATE_USE;
        return !directs && PRINTABLE_SCRIPTS.contains(UScript.getScript(point)) && glyphs.getGlyphId(point) != 0;
    }

    private static byte[] bytes(String font) {
        try (InputStream file = Objects.requireNonNull(PrintableText.class.getResourceAsStream(FOLDER + font))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
