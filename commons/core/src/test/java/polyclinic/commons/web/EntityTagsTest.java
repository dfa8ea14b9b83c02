package polyclinic.commons.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.problem.Problem;

class EntityTagsTest {
    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "*", " * ", "\"6\", \"7\"", "\"6\",\"7\"", "W/\"6\",\"7\"", "\"a,b\", \"7\"", "7"})
    void if_match_names_the_current_version(String ifMatch) {
        assertThat(EntityTags.matches(ifMatch, 7)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"6\"", "W/\"7\"", "\"17\"", "\"6\", W/\"7\"", "\"*\"", "\"6,7,8\"", "W/7", "yesterday"})
    void another_or_a_weak_tag_does_not(String ifMatch) {
        assertThatThrownBy(() -> EntityTags.check(ifMatch, 7))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(412));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {"'\"3\"',3", "3,3", "'W/\"3\"',3", "'\"3\", \"5\", \"4\"',5", "'\"x\", \"3\"',3"})
    void the_newest_version_that_was_read_is_known(String ifMatch, long version) {
        assertThat(EntityTags.expected(ifMatch)).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"x\"", "\"-1\"", "\"99999999999999999999\""})
    void no_version_was_read(String ifMatch) {
        assertThatThrownBy(() -> EntityTags.expected(ifMatch))
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
