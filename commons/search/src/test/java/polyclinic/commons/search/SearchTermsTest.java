package polyclinic.commons.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class SearchTermsTest {
    @Test
    void words_are_folded_and_counted() {
        SearchTerms found = of("Müller's naïve COUGH, cough; ﬁbrosis 120/80");

        assertThat(found.terms())
                .startsWith("cough")
                .contains("muller", "mueller", "s", "naive", "fibrosis", "120", "80");
        assertThat(found.counts()).containsExactly(2);
    }

    @Test
    void vowel_signs_of_scripts_that_need_them_stay() {
        assertThat(of("बुखार ਤਾਪ").terms()).containsExactly("बुखार", "ਤਾਪ");
    }

    @Test
    void scripts_without_blanks_are_held_in_pairs_of_neighbours() {
        assertThat(of("頭痛。咳").terms()).containsExactly("頭痛", "痛", "咳");
    }

    @Test
    void all_text_of_nested_content_counts_and_keys_do_not() {
        Document content = new Document("plan", List.of(new Document("drug", "Ibuprofen"), "rest"))
                .append("days", 5)
                .append("done", true);

        assertThat(SearchTerms.of(content, List.of("better")).terms())
                .containsExactly("ibuprofen", "rest", "5", "better");
    }

    @Test
    void a_text_of_many_words_has_a_bounded_number_of_terms() {
        String text = IntStream.range(0, 20_000)
                .mapToObj(i -> Integer.toString(i, 36) + "x")
                .collect(Collectors.joining(" "));

        SearchTerms found = of(text);

        assertThat(found.terms())
                .hasSizeLessThanOrEqualTo(SearchTerms.MAX_TERMS)
                .allMatch(term -> term.startsWith("~"));
    }

    private static SearchTerms of(String text) {
        return SearchTerms.of(new Document("text", text), List.of());
    }
}
