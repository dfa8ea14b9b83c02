package polyclinic.commons.papers.scripts;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Which typeface sets which text. */
public final class ScriptFonts {
    private final IntPredicate plain;
    private final Typefaces typefaces;

    /**
     * @param plain whether the papers' own typeface prints a character as it stands, without regard to its neighbours
     * @param folders where the machine keeps fonts; those that are missing are passed over
     */
    public ScriptFonts(IntPredicate plain, List<Path> folders) {
        this.plain = plain;
        this.typefaces = new Typefaces(new FontFolders(folders));
    }

    /** Whether the papers' own typeface prints it, letter by letter from left to right. */
    public boolean isPlain(String text) {
        return text.codePoints().allMatch(plain);
    }

    /** Whether all of it can be printed as it is written. */
    public boolean canSet(String text) {
        BreakIterator units = BreakIterator.getCharacterInstance(ULocale.ROOT);
        units.setText(text);
        int start = 0;
        for (int end = units.next(); end != BreakIterator.DONE; end = units.next()) {
            String unit = text.substring(start, end);
            if (!isPlain(unit) && covering(unit) == null) return false;
            start = end;
        }
        return true;
    }

    /** What shapes a letter with its marks, or null when nothing has all its glyphs or a page must not have it. */
    public @Nullable ScriptFont covering(String unit) {
        return unit.codePoints().anyMatch(ScriptFonts::isBarred) ? null : typefaces.covering(unit);
    }

    /** What turns its neighbours, and what means nothing or something else to each reader; typefaces have glyphs for several of them. */
    private static boolean isBarred(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.PRIVATE_USE
                || UCharacter.hasBinaryProperty(point, UProperty.BIDI_CONTROL);
    }

    /** The names of scripts that would need a font of the machine and have none. */
    public List<String> missing() {
        return typefaces.missing();
    }
}
