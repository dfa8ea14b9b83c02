package polyclinic.recovery.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrailSegmentsTest {
    private static final String ONE = "checkpoints/0000/000000000001";
    private static final String TWO = "checkpoints/0000/000000000002";
    private static final String OTHER_CHAIN = "checkpoints/0001/000000000001";

    @Test
    void they_are_complete_when_every_checkpoint_of_every_chain_has_its_own() {
        assertThat(areComplete(
                        Set.of(ONE + ".json", ONE + ".jsonl.gz", OTHER_CHAIN + ".json", OTHER_CHAIN + ".jsonl.gz")))
                .isTrue();
        assertThat(areComplete(Set.of(ONE + ".json", ONE + ".jsonl.gz", TWO + ".json", OTHER_CHAIN + ".jsonl.gz")))
                .isFalse();
        assertThat(areComplete(Set.of(ONE + ".json", ONE + ".jsonl.gz", OTHER_CHAIN + ".json")))
                .isFalse();
    }

    @Test
    void a_checkpoint_of_after_the_first_look_has_time() {
        Set<String> earlier = Set.of(ONE + ".json");

        assertThat(TrailSegments.areComplete(earlier, Set.of(ONE + ".json", ONE + ".jsonl.gz", TWO + ".json")))
                .isTrue();
        assertThat(TrailSegments.areComplete(earlier, Set.of(ONE + ".json", TWO + ".json", TWO + ".jsonl.gz")))
                .isFalse();
    }

    @Test
    void without_a_checkpoint_nothing_can_be_rebuilt() {
        assertThat(areComplete(Set.of())).isFalse();
        assertThat(areComplete(Set.of(ONE + ".jsonl.gz"))).isFalse();
    }

    @Test
    void a_segment_whose_checkpoint_is_not_written_yet_is_none_of_the_trail() {
        assertThat(TrailSegments.signed(Map.of(
                        ONE + ".json",
                        "a",
                        ONE + ".jsonl.gz",
                        "b",
                        TWO + ".jsonl.gz",
                        "c",
                        OTHER_CHAIN + ".json",
                        "d")))
                .containsOnlyKeys(ONE + ".json", ONE + ".jsonl.gz", OTHER_CHAIN + ".json");
        assertThat(TrailSegments.signed(Map.of("segments/2025/manifest.json", "a")))
                .containsOnlyKeys("segments/2025/manifest.json");
    }

    private static boolean areComplete(Set<String> keys) {
        return TrailSegments.areComplete(keys, keys);
    }
}
