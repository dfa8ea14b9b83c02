package polyclinic.notes.proposals.making;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.notes.ailogs.entries.SourceSpan;

class BatchRetrievalTest {
    private static List<String> pieces(String text) {
        return BatchRetrieval.pieces(text).stream()
                .map(BatchRetrievalTest::bounds)
                .map(span -> text.substring(span[0], span[1]))
                .toList();
    }

    private static int[] bounds(SourceSpan span) {
        return new int[] {Math.toIntExact(span.start()), Math.toIntExact(span.end())};
    }

    @Test
    void pieces_have_all_of_a_page_and_end_with_a_word_where_there_are_words() {
        String words = "haemoglobin ".repeat(400);

        assertThat(pieces(words)).hasSize(3).allSatisfy(piece -> assertThat(piece)
                .hasSizeLessThanOrEqualTo(BatchRetrieval.MAX_PIECE)
                .endsWith("haemoglobin "));
        assertThat(String.join("", pieces(words))).isEqualTo(words);
        assertThat(pieces("")).isEmpty();
        assertThat(pieces("A letter")).containsExactly("A letter");
    }

    @Test
    void a_character_of_two_units_stays_one() {
        String text = "a" + "𐍈".repeat(2_500);

        assertThat(pieces(text)).hasSize(3).noneMatch(piece -> Character.isLowSurrogate(piece.charAt(0)));
        assertThat(String.join("", pieces(text))).isEqualTo(text);
    }
}
