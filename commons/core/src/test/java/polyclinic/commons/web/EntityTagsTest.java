package polyclinic.commons.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class EntityTagsTest {
    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "*", " * ", "\"6\", \"7\"", "7"})
    void if_match_names_the_current_version(String ifMatch) {
        assertThat(EntityTags.matches(ifMatch, 7)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"6\"", "W/\"7\"", "\"17\"", "\"6\", W/\"7\"", "\"*\"", "yesterday"})
    void another_or_a_weak_tag_does_not(String ifMatch) {
        assertThatThrownBy(() -> EntityTags.check(ifMatch, 7))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(412));
    }

    @Test
    void a_blind_change_is_refused() {
        for (String nothing : new String[] {null, "", " "})
            assertThatThrownBy(() -> EntityTags.check(nothing, 7))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(428));
    }
}
