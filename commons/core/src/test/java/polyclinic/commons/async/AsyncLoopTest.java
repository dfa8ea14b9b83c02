package polyclinic.commons.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AsyncLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUNDS = 100_000;

    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void a_hundred_thousand_rounds_do_not_grow_the_stack() {
        AsyncLoop.whileMore(() -> Uni.createFrom().item(rounds.incrementAndGet() < ROUNDS))
                .await()
                .atMost(PATIENCE);

        assertThat(rounds).hasValue(ROUNDS);
    }

    @Test
    void a_hundred_thousand_rounds_that_end_elsewhere_do_not_grow_the_stack() {
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        try {
            AsyncLoop.whileMore(() -> Uni.createFrom()
                            .item(() -> rounds.incrementAndGet() < ROUNDS)
                            .runSubscriptionOn(elsewhere))
                    .await()
                    .atMost(PATIENCE);
        } finally {
            elsewhere.shutdown();
        }

        assertThat(rounds).hasValue(ROUNDS);
    }

    @Test
    void a_failure_ends_the_loop() {
        Uni<Void> loop = AsyncLoop.whileMore(() -> rounds.incrementAndGet() == 3
                ? Uni.createFrom().failure(new IOException("away"))
                : Uni.createFrom().item(true));

        assertThatThrownBy(() -> loop.await().atMost(PATIENCE)).hasRootCauseInstanceOf(IOException.class);
        assertThat(rounds).hasValue(3);
    }
}
