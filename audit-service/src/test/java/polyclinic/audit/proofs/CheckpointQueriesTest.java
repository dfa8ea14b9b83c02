package polyclinic.audit.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.CheckpointJson;
import polyclinic.audit.checkpoints.StoredCheckpoint;

/** A page of checkpoints is read one after the other: two hundred full ones at once do not fit a service's memory. */
class CheckpointQueriesTest {
    private static final int MANY = 200;

    private final List<String> got = new ArrayList<>();

    @Test
    void the_next_one_is_asked_for_when_the_one_before_has_been_shown() {
        AtomicInteger shown = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Multi<StoredCheckpoint> found = Multi.createFrom().range(0, MANY).map(n -> {
            most.accumulateAndGet(n - shown.get(), Math::max);
            return damaged(Checkpoint.key(n, 2));
        });

        List<CheckpointQueries.Row> rows = CheckpointQueries.rows(found, key -> {
                    shown.incrementAndGet();
                    return get(key);
                })
                .await()
                .indefinitely();

        assertThat(rows).hasSize(MANY);
        assertThat(most.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void the_one_before_is_read_unless_it_was_just_now() {
        List<String> keys = List.of("0000/000000000001", "0000/000000000002", "0001/000000000007", "0001/000000000008");

        List<CheckpointQueries.Row> rows = CheckpointQueries.rows(
                        Multi.createFrom().iterable(keys).map(CheckpointQueriesTest::damaged), this::get)
                .await()
                .indefinitely();

        assertThat(rows).extracting(CheckpointQueries.Row::key).containsExactlyElementsOf(keys);
        assertThat(got).containsExactly("0001/000000000006");
    }

    private Uni<StoredCheckpoint> get(String key) {
        got.add(key);
        return Uni.createFrom().item(damaged(key));
    }

    private static StoredCheckpoint damaged(String key) {
        return CheckpointJson.read(key, "}{");
    }
}
