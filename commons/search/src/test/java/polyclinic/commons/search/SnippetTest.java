package polyclinic.commons.search;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.BreakIterator;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnippetTest {
    @ParameterizedTest
    @CsvSource({
        "The cough is worse, cough, cough",
        "Kopfschmerztabletten helfen, kopf, Kopfschmerztabletten",
        "患者は三日前から激しい頭痛を訴える, 頭痛, 頭痛",
        "ผู้ป่วยมีอาการปวดหัวรุนแรง, ปวดหัว, ปวดหัว",
        "أعاني من صُدَاعٍ شديد, صداع, صُدَاعٍ",
        "naïve, NAIVE, naïve"
    })
    void what_was_looked_for_is_marked(String text, String question, String marked) {
        Snippet snippet = of(new Document("text", text), question);

        assertThat(snippet.text()).isEqualTo(text);
        assertThat(marked(snippet)).containsExactly(marked);
    }

    @Test
    void of_several_texts_the_one_that_has_most_of_it_is_shown() {
        Document content = new Document("subjective", "Cough for three days")
                .append("plan", List.of("Fever and cough: paracetamol"));

        assertThat(of(content, "fever cough").text()).isEqualTo("Fever and cough: paracetamol");
        assertThat(marked(of(content, "three fever"))).containsAnyOf("three", "Fever");
        assertThat(of(content, "para", "the paracetamol helps").text()).isEqualTo("Fever and cough: paracetamol");
        assertThat(of(content, "helps", "the paracetamol helps").text()).isEqualTo("the paracetamol helps");
    }

    @Test
    void of_a_long_text_the_piece_around_it_is_shown_between_blanks() {
        Snippet snippet =
                of(new Document("text", "before ".repeat(100) + "the cough\nhere " + "after ".repeat(100)), "cough");

        assertThat(snippet.text())
                .startsWith("…before ")
                .endsWith(" after…")
                .contains("the cough here")
                .hasSizeLessThan(165);
        assertThat(marked(snippet)).containsExactly("cough");
    }

    @ParameterizedTest
    @CsvSource({
        "नमस्ते क्षत्रिय बुखार में, बुखार",
        "ខ្ញុំឈឺក្បាលខ្លាំងណាស់, ឈឺ",
        "👩‍👩‍👧‍👦👨‍⚕️ cough 🩺🏥, cough",
        "e\u0301e\u0301e\u0301 cough e\u0301e\u0301, cough",
        "각각각각 두통 각각각, 두통"
    })
    void no_letter_is_torn_wherever_it_is_cut(String unit, String question) {
        for (int i = 0; i < 40; i++) {
            String text = "x".repeat(i)
                    + unit.split(" " + question + "| ")[0].repeat(30)
                    + unit
                    + unit.split(" ")[0].repeat(30);

            Snippet snippet = of(new Document("text", text), question);

            BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
            letters.setText(Normalizer.normalize(text, Normalizer.Form.NFC));
            String piece = snippet.text().replace("…", "");
            int from = Normalizer.normalize(text, Normalizer.Form.NFC).indexOf(piece);
            assertThat(from).isNotNegative();
            assertThat(letters.isBoundary(from) && letters.isBoundary(from + piece.length()))
                    .isTrue();
            letters.setText(snippet.text());
            for (Snippet.Highlight highlight : snippet.highlights())
                assertThat(letters.isBoundary(highlight.start()) && letters.isBoundary(highlight.end()))
                        .isTrue();
        }
    }

    private static Snippet of(Document content, String question, String... more) {
        return requireNonNull(Snippet.of(content, List.of(more), SearchQuestion.of(question)));
    }

    private static List<String> marked(Snippet snippet) {
        return snippet.highlights().stream()
                .map(highlight -> snippet.text().substring(highlight.start(), highlight.end()))
                .toList();
    }
}
