package polyclinic.commons.papers.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptFontsTest {
    private final ScriptFonts fonts = new ScriptFonts(point -> point < 0x80, List.of());

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "क्षत्रिय",
                "नियुक्ति",
                "র্ক",
                "স্ত্রী",
                "ஸ்ரீ",
                "శ్రీ",
                "ક્ષ",
                "ਪ੍ਰੀ",
                "ക്ഷ",
                "ಸ್ತ್ರೀ",
                "ശ്രീ",
                "ශ්‍රී",
                "ខ្មែ",
                "မြန်",
                "محمد",
                "لا",
                "କ୍ଷ",
                "ที่",
                "กำ",
                "שָׁ"
            })
    void letters_take_the_shape_that_their_neighbours_ask_for(String text) {
        ScriptFont font = Objects.requireNonNull(fonts.covering(text.substring(0, 1)));
        boolean rightToLeft = text.codePointAt(0) >= 0x590 && text.codePointAt(0) < 0x800;

        List<Cluster> together = font.shape(text, rightToLeft);

        String apart = text.codePoints()
                .mapToObj(point -> font.shape(Character.toString(point), rightToLeft)
                        .get(0)
                        .outline())
                .collect(Collectors.joining());
        assertThat(together.stream().map(Cluster::outline).collect(Collectors.joining()))
                .isNotEqualTo(apart);
        assertThat(together.stream().map(Cluster::text).sorted().collect(Collectors.joining()))
                .hasSameSizeAs(text);
        assertThat(together).allSatisfy(cluster -> assertThat(cluster.width()).isNotNegative());
    }

    @ParameterizedTest
    @ValueSource(strings = {"e\u0301\u0323", "ดี", "שָׁ", "कि", "ẹ\u0301"})
    void a_letter_and_its_marks_are_one_cluster(String letter) {
        ScriptFont font = Objects.requireNonNull(fonts.covering(letter));

        assertThat(font.shape(letter, letter.startsWith("ש")))
                .singleElement()
                .satisfies(cluster -> assertThat(cluster.text()).isEqualTo(letter))
                .satisfies(cluster -> assertThat(cluster.width()).isPositive());
    }

    @Test
    void a_script_that_the_module_has_no_typeface_for_is_set_by_one_of_the_machine() throws IOException {
        assertThat(fonts.canSet("王小明")).isFalse();
        assertThat(fonts.canSet("ܫܠܡ")).isFalse();

        ScriptFonts found = new ScriptFonts(point -> point < 0x80, List.of(folder.resolve("missing"), machine()));

        assertThat(found.canSet("王小明")).isTrue();
        assertThat(found.canSet("山田さくら")).isTrue();
        assertThat(found.canSet("王𠮷")).isFalse();
        assertThat(found.canSet("김철수")).isFalse();
    }

    @Test
    void a_file_that_is_no_font_makes_its_script_unprintable_and_nothing_fails() throws IOException {
        Files.writeString(folder.resolve("NotoSansCJK-Regular.ttc"), "no font");

        assertThat(new ScriptFonts(point -> point < 0x80, List.of(folder)).canSet("王小明"))
                .isFalse();
    }

    /** Who looks for a clinic's software reads there whether their patients' names are printed as they are written. */
    @Test
    void the_readme_names_the_scripts_that_are_set_and_no_others() throws IOException {
        String readme = Files.readString(Path.of("../../README.md")).replaceAll("\\s+", " ");
        String scripts = readme.replaceFirst(".*in Latin letters beside it: ", "")
                .replaceFirst("; Chinese, Japanese and Korean where the machine has a font .*", "");
        Set<String> set = new TreeSet<>(List.of("Latin", "Greek", "Cyrillic", "Armenian", "Georgian"));
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/polyclinic/commons/papers/scripts"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("-Regular.ttf"))
                    .map(name -> name.replaceFirst("NotoSans(.*)-Regular.ttf", "$1"))
                    .map(name -> name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replace("Myanmar", "Burmese"))
                    .forEach(set::add);
        }

        assertThat(scripts.split(", | and ")).containsExactlyInAnyOrderElementsOf(set);
    }

    /** A folder as a system has it, with a font of the letters that these tests use. */
    private Path machine() throws IOException {
        Path file = Files.createDirectories(folder.resolve("truetype/droid")).resolve("DroidSansFallbackFull.ttf");
        try (InputStream font =
                Objects.requireNonNull(ScriptFontsTest.class.getResourceAsStream("/fonts/DroidSansFallbackFull.ttf"))) {
            Files.copy(font, file);
        }
        return folder;
    }
}
