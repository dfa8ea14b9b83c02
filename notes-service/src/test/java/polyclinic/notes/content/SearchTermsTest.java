package polyclinic.notes.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import polyclinic.commons.problem.Problem;

class SearchTermsTest {

    @Test
    void words_are_folded_and_kept_once() {
        List<String> terms = SearchTerms.of("Müller's naïve COUGH, cough; ﬁbrosis 120/80");

        assertThat(terms).containsExactly("muller", "s", "naive", "cough", "fibrosis", "120", "80");
    }

    @Test
    void vowel_signs_of_other_scripts_stay() {
        assertThat(SearchTerms.of("बुखार 発熱")).containsExactly("बुखार", "発熱");
    }

    @Test
    void all_text_of_nested_content_counts_and_keys_do_not() {
        Document content = new Document("plan", List.of(new Document("drug", "Ibuprofen"), "rest"))
                .append("days", 5)
                .append("done", true);

        assertThat(SearchTerms.of(content)).containsExactly("ibuprofen", "rest", "5");
    }

    @Test
    void a_question_becomes_one_anchored_pattern_a_word() {
        List<Bson> conditions = SearchTerms.matching("Chest pá");

        assertThat(conditions)
                .extracting(condition ->
                        ((Document) condition).get("terms", Pattern.class).pattern())
                .containsExactly("^chest", "^pa");
    }

    @Test
    void operators_of_a_pattern_never_reach_it() {
        List<Bson> conditions = SearchTerms.matching("(a+)+$ .* \\d [x]");

        assertThat(conditions)
                .extracting(condition ->
                        ((Document) condition).get("terms", Pattern.class).pattern())
                .containsExactly("^a", "^d", "^x");
    }

    @Test
    void a_question_without_a_word_is_refused() {
        assertThatThrownBy(() -> SearchTerms.matching("$ . *")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> SearchTerms.matching("")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> SearchTerms.matching("a b c d e f g h i j k l m n o p q"))
                .isInstanceOf(Problem.class);
    }
}
