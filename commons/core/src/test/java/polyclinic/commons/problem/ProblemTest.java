package polyclinic.commons.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void what_is_not_valid_in_one_of_a_list_is_named_within_it() {
        Problem placed = Problem.invalid("date", "must not be in the future").within("entries[3]");

        assertThat(placed.status()).isEqualTo(422);
        assertThat(placed.members())
                .containsEntry(
                        "violations", List.of(new Problem.Violation("entries[3].date", "must not be in the future")));
    }

    @Test
    void a_refusal_of_the_whole_stays_what_it_is() {
        Problem whole = new Forbidden();

        assertThat(whole.within("entries[3]")).isSameAs(whole);
    }
}
