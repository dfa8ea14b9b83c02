package polyclinic.billing.papers;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Transliterator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Objects;
import java.util.Set;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;

/**
 * The typeface of papers (DejaVu Sans) and what it can print: scripts that it lacks, or that need shaping or run from right to
 * left, are transliterated and put in square brackets, so that a reader sees that this is not how a name is written.
 */
final class PaperType implements FontMapper {
    static final String FAMILY = "DejaVu Sans";

    private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";
    private static final Set<Integer> SCRIPTS = Set.of(
            UScript.COMMON,
            UScript.INHERITED,
            UScript.LATIN,
            UScript.GREEK,
            UScript.CYRILLIC,
            UScript.ARMENIAN,
            UScript.GEORGIAN);

    private final byte[] regular = bytes("DejaVuSans.ttf");
    private final byte[] bold = bytes("DejaVuSans-Bold.ttf");
    private final TrueTypeFont font;
    private final CmapLookup glyphs;

    PaperType() {
        try {
            font = new TTFParser().parse(new RandomAccessReadBuffer(regular));
            glyphs = font.getUnicodeCmapLookup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InputStream regular() {
        return new ByteArrayInputStream(regular);
    }

    InputStream bold() {
        return new ByteArrayInputStream(bold);
    }

    /** The text as it can be printed. */
    String printable(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("\\s+", " ")
                .strip();
        if (canShow(composed)) return composed;
        String latin = Latin.ANY.transliterate(composed);
        StringBuilder shown = new StringBuilder("[");
        latin.codePoints().forEach(point -> shown.appendCodePoint(canShow(point) ? point : '?'));
        return shown.append(']').toString();
    }

    /** Made on first use: it takes a second, and most names do not need it. */
    private static final class Latin {
        static final Transliterator ANY = Transliterator.getInstance("Any-Latin; Latin-ASCII");
    }

    private boolean canShow(String text) {
        return text.codePoints().allMatch(this::canShow);
    }

    private boolean canShow(int point) {
        if (point == ' ') return true;
        int type = Character.getType(point);
        boolean directs = type == Character.FORMAT || type == Character.CONTROL || type == Character.PRIVATE_USE;
        return !directs && SCRIPTS.contains(UScript.getScript(point)) && glyphs.getGlyphId(point) != 0;
    }

    private static byte[] bytes(String name) {
        try (InputStream file = Objects.requireNonNull(PaperType.class.getResourceAsStream(FOLDER + name))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever name is asked for: else PDFBox would read all fonts of the machine. */
    @Override
    public FontMapping<TrueTypeFont> getTrueTypeFont(String name, PDFontDescriptor descriptor) {
        return new FontMapping<>(font, true);
    }

    @Override
    public FontMapping<FontBoxFont> getFontBoxFont(String name, PDFontDescriptor descriptor) {
        return new FontMapping<>(font, true);
    }

    @Override
    public CIDFontMapping getCIDFont(String name, PDFontDescriptor descriptor, PDCIDSystemInfo characters) {
        return new CIDFontMapping(null, font, true);
    }
}
