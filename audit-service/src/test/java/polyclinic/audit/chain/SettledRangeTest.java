package polyclinic.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A page that is read while a chain grows may have the later of two batches alone: what is on its way is no gap. */
class SettledRangeTest {
    private final List<Long> ends = new ArrayList<>();

    @Test
    void a_page_with_a_gap_is_read_again_as_far_as_it_went() {
        assertThat(settled(List.of(entries(1, 2, 7, 8), entries(1, 2, 3, 4, 5, 6, 7, 8))))
                .extracting(StoredEntry::position)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        // To its end it could have a gap again, of batches that came since.
        assertThat(ends).containsExactly(500L, 8L);
    }

    @Test
    void a_gap_that_is_still_there_stays() {
        assertThat(settled(List.of(entries(2, 3), entries(2, 3))))
                .extracting(StoredEntry::position)
                .containsExactly(2L, 3L);
    }

    @Test
    void a_page_without_one_is_read_once() {
        assertThat(settled(List.of(entries(1, 2, 3)))).hasSize(3);
        assertThat(settled(List.of(entries()))).isEmpty();
        assertThat(ends).containsExactly(500L, 500L);
    }

    private List<StoredEntry> settled(List<List<StoredEntry>> reads) {
        List<List<StoredEntry>> left = new ArrayList<>(reads);
        return ChainEntries.settled(1, 500, end -> {
                    ends.add(end);
                    return Uni.createFrom().item(left.remove(0));
                })
                .await()
                .indefinitely();
    }

    private static List<StoredEntry> entries(long... positions) {
        return LongStream.of(positions)
                .<StoredEntry>mapToObj(seq -> new DamagedEntry(ChainEntry.key(1, seq), "", ""))
                .toList();
    }
}
