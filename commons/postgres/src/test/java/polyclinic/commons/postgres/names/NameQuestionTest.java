package polyclinic.commons.postgres.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which questions meet which names; the database says the same of those that are met strictly. */
class NameQuestionTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "Maria | De la Cruz | Maria Delacruz",
                "Maria | De la Cruz | delacruz",
                "Maria | Delacruz | De la Cruz Maria",
                "Anne Marie | Mac Donald | Annemarie MacDonald",
                "Annemarie | MacDonald | Anne Marie Mac Donald",
                "Seán | O’Brien | OBrien",
                "Sean | OBrien | O'Brien",
                "Eva | Smith-Jones | smithjones",
                "Ursula | von der Leyen | vonderleyen",
                "Jürgen | Müller | Mueller",
                "Juergen | Mueller | Jürgen",
                "Łukasz | Wałęsa | walesa",
                "İbrahim | Işık | ISIK",
                "Đặng | Nguyễn | nguyen dang",
                "José | García | JOSE\u0301 garci",
                "Ｊｏｓｅ | Garcia | jose",
                "राम | वर्मा | राम",
                "राम | वर्मा | वर्मा राम",
                "राम | वर्मा | ram varma",
                "দিলীপ | চট্টোপাধ্যায় | Chattopadhyay",
                "முருகன் | சுப்பிரமணியம் | முருகன்",
                "สมชาย | ใจดี | ใจดี",
                "小明 | 王 | 王小明",
                "小明 | 王 | 小明",
                "- | 王小明 | 小明",
                "- | 王小明 | Wang Xiaoming",
                "小明 | 王 | xiaoming",
                "민준 | 김 | 김민준",
                "민준 | 김 | Kim Minjun",
                "ハナコ | 山田 | はなこ",
                "ﾊﾅｺ | 山田 | ハナコ",
                "はなこ | やまだ | yamada",
                "محمد | حسن | مُحَمَّد",
                "أحمد | علي | احمد",
                "علی | رضایی | علي",
                "محمد | حسن | Mohammed Hassan",
                "משה | כהן | מֹשֶׁה",
                "Юрий | Гагарин | Yuri",
                "Юрий | Гагарин | Jurij Gagarin",
                "Фёдор | Ильин | Федор",
                "Γεώργιος | Παπαδόπουλος | Papadopoulos",
                "សុខា | ចាន់ | សុខា",
                "രാജന്‍ | നായര്‍ | രാജന്",
                "Suharto | - | suharto",
                "Srinivasa | Ramanujan | Ramanujam",
                "Srinivasa | Ramanujan | srinvasa rama",
                "Maria | Weber | Maira Weber"
            })
    void a_name_is_found_as_people_type_it(@Nullable String given, @Nullable String family, String question) {
        assertThat(likeness(question, given, family)).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "मीरा | वर्मा | राम",
                "小红 | 李 | 王小明",
                "Ada | Lovelace | Euler",
                "Ada | Lovelace | Ada Euler",
                "محمد | حسن | Peter",
                "Li | Wei | Lo"
            })
    void another_name_is_not(@Nullable String given, @Nullable String family, String question) {
        assertThat(likeness(question, given, family)).isZero();
    }

    @Test
    void the_name_in_its_own_script_is_the_best_match() {
        assertThat(likeness("राम", "राम", "वर्मा")).isGreaterThan(likeness("राम", "रमा", "वर्मा"));
        assertThat(likeness("王小明", "小明", "王")).isGreaterThan(likeness("王小明", "晓铭", "汪"));
        assertThat(likeness("Müller", "Eva", "Müller")).isGreaterThan(likeness("Müller", "Eva", "Miller"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "?!", "-", "_", "'", "\u200b", "\u0301"})
    void what_has_no_letter_asks_for_nobody(String text) {
        assertThat(NameQuestion.of(text).isEmpty()).isTrue();
        assertThat(NameQuestion.of(text).strictly("words", pattern -> pattern)).isEqualTo("false");
    }

    @Test
    void a_pattern_has_no_wildcard_of_the_question() {
        assertThat(NameQuestion.of("a_b%c\\").strictly("words", pattern -> pattern))
                .doesNotContain("_", "\\");
    }

    @Test
    void a_long_question_and_a_long_name_stay_small() {
        String long200 = "\ufb03 ".repeat(100);
        assertThat(NameQuestion.of(long200).strictly("w", pattern -> "?").length())
                .isLessThan(5_000);
        assertThat(NameKey.of("王".repeat(200), "王".repeat(200)).words().length())
                .isLessThan(2_000);
        assertThat(NameKey.of("a ".repeat(100), "b ".repeat(100)).words().length())
                .isLessThan(2_000);
    }

    private static double likeness(String question, @Nullable String given, @Nullable String family) {
        return NameQuestion.of(question).likeness(NameKey.of(given, family).words());
    }
}
