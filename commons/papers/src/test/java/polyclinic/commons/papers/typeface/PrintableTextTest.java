package polyclinic.commons.papers.typeface;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    private final PrintableText lettering = new PrintableText();

    @ParameterizedTest
    @ValueSource(strings = {"Ada Lovelace", "Zoë Ångström", "Ада", "Ωμέγα", "Հայկ", "Nguyễn", "½ tablet ≥ 5 µg"})
    void text_that_the_typeface_covers_is_printed_unchanged(String text) {
        assertThat(lettering.printable(text)).isEqualTo(text);
        assertThat(lettering.isTransliterated(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"محمد", "דוד", "สมชาย", "김철수", "தமிழ்", "🙂", "a\u202Eb"})
    void text_that_it_lacks_or_cannot_set_is_put_in_brackets(String text) {
        assertThat(lettering.printable(text)).startsWith("[").endsWith("]").doesNotContain(text);
        assertThat(lettering.isTransliterated(text)).isTrue();
    }

    @Test
    void decomposed_letters_are_composed_first() {
        assertThat(lettering.printable("Zoe\u0308")).isEqualTo("Zoë");
    }
}
