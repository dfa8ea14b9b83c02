package polyclinic.commons.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallerShareTest {
    /** Computed with sha256sum: another way of computing it would move every caller to another place. */
    @Test
    void a_caller_has_the_place_that_anybody_can_compute() {
        assertThat(CallerShare.place("new-queue", "2f6d4a7e-0000-4000-8000-000000000001"))
                .isEqualTo(3773);
        assertThat(CallerShare.place("new-queue", "2f6d4a7e-0000-4000-8000-000000000002"))
                .isEqualTo(9015);
    }

    @Test
    void a_share_that_grows_keeps_those_whom_it_had() {
        FlagAudience tenth = new FlagAudience(null, null, 1_000);
        FlagAudience fifth = new FlagAudience(null, null, 2_000);
        List<String> subjects = subjects();
        List<String> before = subjects.stream()
                .filter(subject -> tenth.includes("a", subject, Set.of()))
                .toList();

        assertThat(before).hasSizeBetween(850, 1_150).allMatch(subject -> fifth.includes("a", subject, Set.of()));
    }

    @Test
    void another_flag_has_others_first() {
        FlagAudience tenth = new FlagAudience(null, null, 1_000);

        long both = subjects().stream()
                .filter(subject -> tenth.includes("a", subject, Set.of()) && tenth.includes("b", subject, Set.of()))
                .count();

        assertThat(both).isBetween(50L, 160L);
    }

    @Test
    void none_is_nobody_and_all_is_everybody() {
        assertThat(subjects())
                .noneMatch(subject -> new FlagAudience(null, null, 0).includes("a", subject, Set.of()))
                .allMatch(subject -> new FlagAudience(null, null, CallerShare.WHOLE).includes("a", subject, Set.of()));
    }

    @Test
    void each_condition_must_hold() {
        FlagAudience rule = new FlagAudience(List.of("nurse", "doctor"), List.of("anna"), null);

        assertThat(rule.includes("a", "anna", Set.of("doctor"))).isTrue();
        assertThat(rule.includes("a", "anna", Set.of("patient"))).isFalse();
        assertThat(rule.includes("a", "berta", Set.of("doctor"))).isFalse();
    }

    private static List<String> subjects() {
        List<String> subjects = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) subjects.add(new UUID(i, i).toString());
        return subjects;
    }
}
