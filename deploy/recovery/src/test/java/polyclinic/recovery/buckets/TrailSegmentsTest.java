package polyclinic.recovery.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TrailSegmentsTest {
    private static final String ONE = "checkpoints/0000/000000000001";
    private static final String TWO = "checkpoints/0000/000000000002";
    private static final String OTHER_CHAIN = "checkpoints/0001/000000000001";

    @Test
    void they_are_complete_when_every_checkpoint_of_every_chain_has_its_own() {
        assertThat(TrailSegments.areComplete(
                        Set.of(ONE + ".json", ONE + ".jsonl.gz", OTHER_CHAIN + ".json", OTHER_CHAIN + ".jsonl.gz")))
                .isTrue();
        assertThat(TrailSegments.areComplete(
                        Set.of(ONE + ".json", ONE + ".jsonl.gz", TWO + ".json", OTHER_CHAIN + ".jsonl.gz")))
                .isFalse();
        assertThat(TrailSegments.areComplete(Set.of(ONE + ".json", ONE + ".jsonl.gz", OTHER_CHAIN + ".json")))
                .isFalse();
    }

    @Test
    void without_a_checkpoint_nothing_can_be_rebuilt() {
        assertThat(TrailSegments.areComplete(Set.of())).isFalse();
        assertThat(TrailSegments.areComplete(Set.of(ONE + ".jsonl.gz"))).isFalse();
    }
}
