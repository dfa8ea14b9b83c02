package polyclinic.commons.papers.scripts;

import com.ibm.icu.lang.UScript;
import io.quarkus.logging.Log;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The typefaces of this module and of the machine, by script. Each is opened when a text first needs it, and stays: they are shared by
 * all documents of the process.
 */
final class Typefaces {
    private static final String SHIPPED = "/polyclinic/commons/papers/scripts/";
    private static final String NOTO_CJK = "NotoSansCJK-Regular.ttc";
    private static final String DROID = "DroidSansFallbackFull.ttf";
    private static final String OWN = "/net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf";
    /** Scripts whose fonts are too large to ship: the first of these files that the machine has sets them. */
    private static final Map<Integer, List<String>> OF_MACHINE = new TreeMap<>(Map.of(
            UScript.HAN, List.of(NOTO_CJK, DROID, "wqy-microhei.ttc"),
            UScript.HIRAGANA, List.of(NOTO_CJK, DROID, "ipag.ttf", "wqy-microhei.ttc"),
            UScript.KATAKANA, List.of(NOTO_CJK, DROID, "ipag.ttf", "wqy-microhei.ttc"),
            UScript.HANGUL, List.of(NOTO_CJK, "NanumGothic.ttf", "UnDotum.ttf", "wqy-microhei.ttc"),
            UScript.BOPOMOFO, List.of(NOTO_CJK, DROID)));

    /** Which face of a file of several has the usual forms of a script. */
    private static final Map<Integer, String> FACES = Map.of(
            UScript.HAN, "SC",
            UScript.HIRAGANA, "JP",
            UScript.KATAKANA, "JP",
            UScript.HANGUL, "KR",
            UScript.BOPOMOFO, "TC");

    private final FontFolders machine;
    private final Map<Integer, Optional<ScriptFont>> byScript = new ConcurrentHashMap<>();

    Typefaces(FontFolders machine) {
        this.machine = machine;
    }

    /** The first that has all glyphs of a letter with its marks: that of its script, or the papers' own, which knows several. */
    @Nullable
    ScriptFont covering(String letter) {
        return IntStream.concat(scripts(letter.codePointAt(0)), IntStream.of(UScript.LATIN))
                .mapToObj(script -> byScript.computeIfAbsent(script, this::open))
                .flatMap(Optional::stream)
                .filter(font -> font.covers(letter))
                .findFirst()
                .orElse(null);
    }

    /** Its script, or those that share it; what is everybody's but lacks in the papers' own typeface is mostly East Asian. */
    private static IntStream scripts(int point) {
        BitSet scripts = new BitSet();
        UScript.getScriptExtensions(point, scripts);
        return scripts.stream().map(script -> script == UScript.COMMON ? UScript.HAN : script);
    }

    private Optional<ScriptFont> open(int script) {
        try {
            return font(script).map(ScriptFont::new);
        } catch (IOException | FontFormatException | RuntimeException | LinkageError | InternalError e) {
            // Without the machine's fontconfig and freetype the JDK cannot start its fonts at all.
            Log.warnf("%s is transliterated on papers: its typeface cannot be opened: %s", UScript.getName(script), e);
            return Optional.empty();
        }
    }

    private Optional<Font> font(int script) throws IOException, FontFormatException {
        if (script == UScript.LATIN) return Optional.of(shipped(OWN)[0]);
        String name = "NotoSans" + UScript.getName(script).replace("_", "") + "-Regular.ttf";
        if (Typefaces.class.getResource(SHIPPED + name) != null) return Optional.of(shipped(SHIPPED + name)[0]);
        Optional<Path> file = machine.named(name);
        if (file.isPresent())
            return Optional.of(Font.createFont(Font.TRUETYPE_FONT, file.get().toFile()));
        file = ofMachine(script);
        return file.isPresent() ? Optional.of(face(file.get(), script)) : Optional.empty();
    }

    private Optional<Path> ofMachine(int script) {
        return OF_MACHINE.getOrDefault(script, List.of()).stream()
                .map(machine::named)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Font face(Path file, int script) throws IOException, FontFormatException {
        Font[] faces = Font.createFonts(file.toFile());
        String wanted = FACES.getOrDefault(script, "");
        return Arrays.stream(faces)
                .filter(face ->
                        List.of(face.getFontName(Locale.ROOT).split(" ")).contains(wanted))
                .findFirst()
                .orElse(faces[0]);
    }

    private static Font[] shipped(String resource) throws IOException, FontFormatException {
        try (InputStream file = Typefaces.class.getResourceAsStream(resource)) {
            if (file == null) throw new IOException(resource + " is missing");
            return Font.createFonts(file);
        }
    }

    /** The scripts that only a font of the machine would set, and that it has none for. */
    List<String> missing() {
        return OF_MACHINE.keySet().stream()
                .filter(script -> ofMachine(script).isEmpty())
                .map(UScript::getName)
                .toList();
    }
}
