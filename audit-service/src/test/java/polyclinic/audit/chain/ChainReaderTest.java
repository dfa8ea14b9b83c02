package polyclinic.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A chain that is read while it grows: nothing between two entries that are told of is left out. */
class ChainReaderTest {
    private static final int PAGE = 10;

    private final TreeSet<Long> there = new TreeSet<>();
    private long growsBehindEachRead;
    private long growsTo;

    @Test
    void a_chain_is_read_to_its_end() {
        add(1, 25);
        assertThat(read()).containsExactlyElementsOf(positions(1, 25));

        add(26, 30);
        assertThat(read()).containsExactlyElementsOf(positions(1, 30));
    }

    @Test
    void an_empty_chain_has_no_entry() {
        assertThat(read()).isEmpty();
    }

    @Test
    void positions_that_are_empty_are_passed_over() {
        add(2, 8);
        add(12, 13);
        add(57, 61);
        assertThat(read()).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 12L, 13L, 57L, 58L, 59L, 60L, 61L);
    }

    /** Each read is followed by a batch that fills its page and reaches into the next, or beyond. */
    @Test
    void what_is_written_between_two_reads_is_not_taken_for_a_gap() {
        for (growsBehindEachRead = 1; growsBehindEachRead < 3 * PAGE; growsBehindEachRead++) {
            there.clear();
            add(1, 7);
            growsTo = 200;
            assertThat(read())
                    .as("%d entries behind each read", growsBehindEachRead)
                    .containsExactlyElementsOf(positions(1, 200));
        }
    }

    private List<Long> read() {
        return ChainReader.stream(this::page, this::first)
                .map(StoredEntry::position)
                .collect()
                .asList()
                .await()
                .indefinitely();
    }

    private Uni<List<StoredEntry>> page(long from) {
        return Uni.createFrom().item(() -> {
            List<StoredEntry> page = there.subSet(from, from + PAGE).stream()
                    .<StoredEntry>map(seq -> new DamagedEntry(ChainEntry.key(1, seq), "", ""))
                    .toList();
            grow();
            return page;
        });
    }

    private Uni<Long> first(long from) {
        return Uni.createFrom().item(() -> {
            Long first = there.ceiling(from);
            grow();
            return first;
        });
    }

    private void grow() {
        if (growsTo == 0) return;
        long last = there.last();
        add(last + 1, Math.min(growsTo, last + growsBehindEachRead));
    }

    private void add(long from, long to) {
        there.addAll(positions(from, to));
    }

    private static List<Long> positions(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
