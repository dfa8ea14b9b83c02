package polyclinic.commons.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryLoopTest {
    private static final int A_LONG_OUTAGE = 20_000;
    private static final RetryLoop AT_ONCE =
            new RetryLoop(attempt -> Uni.createFrom().voidItem());

    @Test
    void a_long_outage_does_not_grow_the_stack() {
        AtomicInteger attempts = new AtomicInteger();

        AT_ONCE.run(() -> failUntil(A_LONG_OUTAGE, attempts.incrementAndGet()), (failure, attempt) -> true)
                .await()
                .indefinitely();

        assertThat(attempts).hasValue(A_LONG_OUTAGE);
    }

    /** As in a service: every answer and every pause comes from another thread. */
    @Test
    void a_long_outage_does_not_grow_the_stack_across_threads() {
        RetryLoop elsewhere =
                new RetryLoop(attempt -> Uni.createFrom().completionStage(() -> CompletableFuture.runAsync(() -> {})));
        AtomicInteger attempts = new AtomicInteger();

        elsewhere
                .run(
                        () -> Uni.createFrom()
                                .completionStage(() -> CompletableFuture.runAsync(() -> {}))
                                .chain(() -> failUntil(A_LONG_OUTAGE, attempts.incrementAndGet())),
                        (failure, attempt) -> true)
                .await()
                .indefinitely();

        assertThat(attempts).hasValue(A_LONG_OUTAGE);
    }

    @Test
    void what_is_not_retried_fails_as_it_is() {
        List<Integer> decided = new ArrayList<>();

        Uni<Void> work = AT_ONCE.run(() -> failUntil(10, 1), (failure, attempt) -> {
            decided.add(attempt);
            return attempt < 3;
        });

        assertThatThrownBy(() -> work.await().indefinitely()).isInstanceOf(IllegalStateException.class);
        assertThat(decided).containsExactly(1, 2, 3);
    }

    @Test
    void work_that_throws_is_a_failed_attempt() {
        AtomicInteger attempts = new AtomicInteger();

        AT_ONCE.run(
                        () -> {
                            if (attempts.incrementAndGet() < 3) throw new IllegalStateException("thrown");
                            return Uni.createFrom().voidItem();
                        },
                        (failure, attempt) -> true)
                .await()
                .indefinitely();

        assertThat(attempts).hasValue(3);
    }

    private static Uni<Void> failUntil(int last, int attempt) {
        return attempt < last
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : Uni.createFrom().voidItem();
    }
}
