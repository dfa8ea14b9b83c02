package polyclinic.commons.papers.typeface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    /** On a machine without any font. */
    private final PrintableText lettering = new PrintableText(List.of());

    @ParameterizedTest
    @ValueSource(strings = {"Ada Lovelace", "Zoë Ångström", "Ада", "Ωμέγα", "Հայկ", "Nguyễn", "½ tablet ≥ 5 µg"})
    void text_that_the_typeface_covers_is_printed_unchanged(String text) {
        assertThat(lettering.printable(text)).isEqualTo(text);
        assertThat(lettering.printable(new PrintedName(text))).isEqualTo(text);
        assertThat(lettering.isTransliterated(text)).isFalse();
        assertThat(lettering.isTransliterated(new PrintedName(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "राम वर्मा",
                "বাংলা",
                "தமிழ்",
                "తెలుగు",
                "ગુજરાતી",
                "ਗੁਰਪ੍ਰੀਤ",
                "ಕನ್ನಡ",
                "മലയാളം",
                "ଓଡ଼ିଆ",
                "සිංහල",
                "สมชาย ใจดี",
                "ລາວ",
                "ខ្មែរ",
                "မြန်မာ",
                "አማርኛ",
                "ᱥᱟᱱᱛᱟᱲᱤ",
                "ꯃꯤꯇꯩ",
                "A\u030Bnes",
                "दवा (Paracetamol) 500 mg",
                "क्\u200Dष"
            })
    void text_of_scripts_that_need_shaping_is_printed_as_it_is_written(String text) {
        assertThat(lettering.printable(text)).isEqualTo(text);
        assertThat(lettering.isTransliterated(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "محمد حسن",
                "דוד בן־גוריון",
                "פּאַול",
                "فاطمه‌زهرا",
                "ދިވެހި",
                "אבג Paracetamol",
                "دواء 500 mg",
                "Dr. محمد"
            })
    void text_from_right_to_left_gets_marks_and_nothing_else(String text) {
        assertThat(lettering.printable(text).replaceAll("[\u2066\u2067\u2069\u200E]", ""))
                .isEqualTo(text);
        assertThat(lettering.isTransliterated(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"राम वर्मा,rāma varmā", "தமிழ்,tamiḻ", "Dr. आशा शर्मा,Dr. āśā śarmā", "ਗੁਰਪ੍ਰੀਤ,guraprīta"})
    void beside_a_name_stands_how_it_reads_in_latin_letters(String name, String latin) {
        assertThat(lettering.printable(new PrintedName(name))).isEqualTo(name + " [" + latin + "]");
        assertThat(lettering.isTransliterated(new PrintedName(name))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"王小明,wáng xiǎo míng", "김철수,gimcheolsu", "さくら,sakura", "Dr. 山田,Dr. shān tián"})
    void text_that_nothing_can_set_is_transliterated_in_brackets(String text, String latin) {
        assertThat(lettering.printable(text)).isEqualTo("[" + latin + "]");
        assertThat(lettering.printable(new PrintedName(text))).isEqualTo("[" + latin + "]");
        assertThat(lettering.isTransliterated(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"🙂", "a\u202Eb", "राम\u202E", "a\u0000b", "\uE000", "𓀀", "a\u2069b", "דוד\u200F", "\uF6C5"})
    void what_nobody_could_read_or_what_turns_its_neighbours_is_put_in_brackets(String text) {
        assertThat(lettering.printable(text)).startsWith("[").endsWith("]").doesNotContain(text);
        assertThat(lettering.isTransliterated(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"राम वर्मा", "محمد حسن", "王小明", "A\u030Bnes"})
    void a_printer_of_plain_letters_gets_the_transliteration_alone(String text) {
        assertThat(lettering.plain(text)).matches("\\[[\\p{IsLatin}\\p{ASCII}]+]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \t b", "a\r\nb", "a\u0085b", "a\u2028b", "a\u2029b"})
    void white_space_and_ends_of_lines_are_one_space(String text) {
        assertThat(lettering.printable(text)).isEqualTo("a b");
    }

    @Test
    void decomposed_letters_are_composed_first() {
        assertThat(lettering.printable("Zoe\u0308")).isEqualTo("Zoë");
    }
}
