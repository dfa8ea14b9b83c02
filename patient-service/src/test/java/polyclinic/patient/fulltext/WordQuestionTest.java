package polyclinic.patient.fulltext;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.problem.Problem;

class WordQuestionTest {
    @ParameterizedTest
    @CsvSource({
        "Glycated haemoglobin raised, haemo, haemoglobin",
        "Glycated HAEMOGLOBIN raised, Hämoglobin, ''",
        "Frau Müller klagt, muller, Müller",
        "Frau Müller klagt, mueller, Müller",
        "Douleur à l'épaule, epaule, épaule",
        "Боль в ухе, боль, Боль",
        "Schmerzen beim Ελέγχος, ελεγχος, Ελέγχος",
        "患者は頭痛を訴える, 頭痛, 頭痛",
        "ผู้ป่วยมีไข้สูง, ไข้, ไข้",
        "مريض يشكو من صداع, صداع, صداع",
        "रोगी को बुखार है, बुखार, बुखार",
        "Blood pressure 120/80, 120, 120",
        "Ｆｕｌｌ width, full, Ｆｕｌｌ",
        "ヘモグロビン, へもぐろ, ヘモグロ"
    })
    void a_word_is_found_in_its_spellings_and_shown(String text, String q, String shown) {
        TextSnippet snippet = TextSnippet.of(List.of(text), WordQuestion.of(q));

        if (shown.isEmpty()) assertThat(snippet).isNull();
        else {
            assertThat(requireNonNull(snippet).highlights())
                    .extracting(span -> snippet.text().substring(span.start(), span.end()))
                    .containsExactly(shown);
        }
    }

    @Test
    void all_words_must_be_there_in_whichever_texts() {
        List<String> texts = List.of("Chest X-ray", "No infiltrate. Heart of normal size.");

        assertThat(TextSnippet.of(texts, WordQuestion.of("heart chest"))).isNotNull();
        assertThat(TextSnippet.of(texts, WordQuestion.of("heart fracture"))).isNull();
        // In scripts without blanks they must stand one behind the other.
        assertThat(TextSnippet.of(List.of("頭が痛い"), WordQuestion.of("頭痛"))).isNull();
    }

    @Test
    void a_snippet_of_a_long_text_stands_around_what_was_found() {
        String text = "word ".repeat(500) + "thrombosis of the left leg " + "word ".repeat(500);

        TextSnippet snippet = requireNonNull(TextSnippet.of(List.of(text), WordQuestion.of("thrombo")));

        assertThat(snippet.text()).startsWith("…").endsWith("…").hasSizeLessThanOrEqualTo(TextSnippet.LENGTH + 2);
        TextSnippet.Span span = snippet.highlights().get(0);
        assertThat(snippet.text().substring(span.start(), span.end())).isEqualTo("thrombosis");
    }

    @Test
    void what_the_database_is_asked_and_given_holds_letters_and_digits_alone() {
        assertThat(WordQuestion.of("o'Brien 'x' \\y:* & !z 頭痛学 猫").written())
                .isEqualTo("'o':* & 'brien':* & 'x':* & 'y':* & 'z':* & '頭痛' & '痛学' & '猫':*");
        assertThat(SearchVector.of("O'Brien's", List.of("\\x:1 ⑴ 頭痛")))
                .isEqualTo("'o':1A 'brien':2A 's':3A 'x':4 '1':5,6 '頭痛':7 '痛':8");
    }

    @Test
    void a_question_without_a_word_and_one_of_too_many_are_refused() {
        for (String q :
                List.of("", "  ", "!?", "́", "a ".repeat(1) + "b c d e f g h i j k l m n o p q", "x".repeat(201)))
            assertThatThrownBy(() -> WordQuestion.of(q)).as(q).isInstanceOf(Problem.class);
    }
}
