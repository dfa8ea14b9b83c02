package polyclinic.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarNamesTest {
    private static final List<String> NAMES =
            List.of("start", "status", "stop", "up", "patient-service", "audit-service");

    @ParameterizedTest
    @CsvSource({
        "strat,start",
        "statsu,status",
        "stopp,stop",
        "uo,up",
        "STATUS,status",
        "patent,patient-service",
        "patient-servce,patient-service",
        "audit,audit-service"
    })
    void a_slip_finds_the_name_that_was_meant(String slip, String meant) {
        assertThat(SimilarNames.closest(slip, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demolish", "x", "", "kubernetes"})
    void an_unrelated_word_finds_none(String word) {
        assertThat(SimilarNames.closest(word, NAMES)).isEmpty();
        assertThat(SimilarNames.hint(word, NAMES)).isEmpty();
    }

    @Test
    void the_hint_is_a_question() {
        assertThat(SimilarNames.hint("stat", List.of("status"))).isEqualTo(" Did you mean \"status\"?");
    }
}
