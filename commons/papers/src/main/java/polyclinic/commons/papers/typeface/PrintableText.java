package polyclinic.commons.papers.typeface;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Transliterator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import polyclinic.commons.papers.lines.ScriptLines;
import polyclinic.commons.papers.lines.TextDirection;
import polyclinic.commons.papers.scripts.ScriptFonts;

/**
 * Text as papers can print it. The embedded typeface (DejaVu Sans) prints Latin, Greek, Cyrillic, Armenian and Georgian letter by letter; other
 * scripts are shaped, with the typefaces that are there for them. What none of them has is transliterated to Latin and put in square
 * brackets, so that a reader sees that this is not how it is written.
 */
public final class PrintableText {
    public static final String FAMILY = "DejaVu Sans";

    private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";
    private static final Set<Integer> PLAIN_SCRIPTS =
            Set.of(UScript.COMMON, UScript.LATIN, UScript.GREEK, UScript.CYRILLIC, UScript.ARMENIAN, UScript.GEORGIAN);

    /** It warns of each font that another stands for, which is what is wanted here. Kept, since an unused logger forgets its level. */
    private static final Logger FALLBACKS = Logger.getLogger(PDType1Font.class.getName());

    private final byte[] regular;
    private final byte[] bold;
    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final ScriptFonts scripts;

    /** @param folders where the machine keeps fonts of further scripts */
    public PrintableText(List<Path> folders) {
        this.regular = bytes("DejaVuSans.ttf");
        this.bold = bytes("DejaVuSans-Bold.ttf");
        try {
            this.font = new TTFParser().parse(new RandomAccessReadBuffer(regular));
            this.glyphs = font.getUnicodeCmapLookup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.scripts = new ScriptFonts(this::isPlain, folders);
    }

    /** Makes it the typeface of whatever PDFBox looks for by name, in the whole process. */
    public void useEverywhere() {
        FALLBACKS.setLevel(Level.SEVERE);
        FontMappers.set(new EmbeddedFonts(font));
    }

    public InputStream regular() {
        return new ByteArrayInputStream(regular);
    }

    public InputStream bold() {
        return new ByteArrayInputStream(bold);
    }

    /** What sets the lines of one document. */
    public ScriptLines lines() {
        return new ScriptLines(scripts);
    }

    /** The text for a page whose lines {@link #lines} sets, with each run of white space replaced by one space. */
    public String printable(String text) {
        String composed = composed(text);
        return scripts.canSet(composed) ? TextDirection.marked(composed) : transliterated(composed);
    }

    /**
     * A name: as it is written, and beside it in square brackets how it reads in Latin letters, where it is written in others that are not the
     * typeface's own. One is compared with a card, the other is for who cannot read it.
     */
    public String printable(PrintedName name) {
        String composed = composed(name.text());
        String printed = printable(composed);
        return isTransliterated(name) && scripts.canSet(composed) ? printed + " " + transliterated(composed) : printed;
    }

    /** Whether {@link #printable(String)} would add brackets that the text does not have itself. */
    public boolean isTransliterated(String text) {
        return !scripts.canSet(composed(text));
    }

    /** Whether {@link #printable(PrintedName)} would add brackets that the name does not have itself. */
    public boolean isTransliterated(PrintedName name) {
        String composed = composed(name.text());
        return !scripts.canSet(composed)
                || !scripts.isPlain(composed) && !latin(composed).equals(composed);
    }

    /** The text for what prints letter by letter alone, such as a printer of labels. */
    public String plain(String text) {
        String composed = composed(text);
        return scripts.isPlain(composed) ? composed : inPlainLetters(composed);
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\\s\\u0085\\u2028\\u2029]+", " ")
                .strip();
    }

    private String transliterated(String composed) {
        String latin = latin(composed);
        return scripts.canSet(latin) ? "[" + latin + "]" : inPlainLetters(composed);
    }

    private String inPlainLetters(String composed) {
        String latin = latin(composed);
        if (!scripts.isPlain(latin)) latin = Transliteration.TO_ASCII.transliterate(composed);
        StringBuilder shown = new StringBuilder("[");
        latin.codePoints().forEach(point -> shown.appendCodePoint(isPlain(point) ? point : '?'));
        return shown.append(']').toString();
    }

    private static String latin(String composed) {
        return Transliteration.TO_LATIN.transliterate(composed);
    }

    /** Created on first use: it takes a second, and most names do not need it. */
    private static final class Transliteration {
        static final Transliterator TO_LATIN = Transliterator.getInstance("Any-Latin; NFC");
        static final Transliterator TO_ASCII = Transliterator.getInstance("Any-Latin; Latin-ASCII");
    }

    private boolean isPlain(int point) {
        if (point == ' ') return true;
        int type = Character.getType(point);
        boolean directs = type == Character.FORMAT || type == Character.CONTROL || type == Character.PRIVATE_USE;
        return !directs && PLAIN_SCRIPTS.contains(UScript.getScript(point)) && glyphs.getGlyphId(point) != 0;
    }

    private static byte[] bytes(String font) {
        try (InputStream file = Objects.requireNonNull(PrintableText.class.getResourceAsStream(FOLDER + font))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
