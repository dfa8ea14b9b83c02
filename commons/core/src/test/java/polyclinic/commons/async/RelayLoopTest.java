package polyclinic.commons.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayLoopTest {
    private static final long PATIENCE_S = 20;

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry metrics = new SimpleMeterRegistry();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Test
    void wakes_that_keep_coming_put_off_nothing() {
        AtomicInteger made = new AtomicInteger();
        RelayLoop rounds =
                new RelayLoop(vertx, metrics, () -> Uni.createFrom().item(false).invoke(() -> made.incrementAndGet()));
        rounds.start();

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (made.get() < 3 && System.nanoTime() < end) rounds.committed();

        rounds.stop();
        assertThat(made.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void what_is_appended_during_a_round_starts_another() throws InterruptedException {
        BlockingQueue<UniEmitter<? super Boolean>> under = new LinkedBlockingQueue<>();
        RelayLoop rounds =
                new RelayLoop(vertx, metrics, () -> Uni.createFrom().<Boolean>emitter(emitter -> under.add(emitter)));
        rounds.start();
        rounds.committed();
        UniEmitter<? super Boolean> first = next(under);

        rounds.committed();
        assertThat(under).as("one at a time").isEmpty();
        first.complete(false);

        assertThat(next(under)).isNotNull();
        rounds.stop();
    }

    @Test
    void one_that_has_more_to_do_goes_on_and_one_that_fails_is_made_again() throws InterruptedException {
        BlockingQueue<Integer> made = new LinkedBlockingQueue<>();
        AtomicInteger number = new AtomicInteger();
        RelayLoop rounds = new RelayLoop(vertx, metrics, () -> {
            int now = number.incrementAndGet();
            made.add(now);
            if (now == 2) throw new IllegalStateException("away");
            return now == 3
                    ? Uni.createFrom().failure(new IllegalStateException("away"))
                    : Uni.createFrom().item(now == 1);
        });
        rounds.start();
        rounds.wake();

        for (int expected = 1; expected <= 4; expected++)
            assertThat(made.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(expected);
        rounds.stop();
    }

    @Test
    void a_round_that_never_ends_is_cancelled_and_another_is_made() throws InterruptedException {
        BlockingQueue<Integer> made = new LinkedBlockingQueue<>();
        AtomicInteger number = new AtomicInteger();
        AtomicBoolean cancelled = new AtomicBoolean();
        RelayLoop rounds = new RelayLoop(vertx, metrics, Duration.ofMillis(50), () -> {
            int now = number.incrementAndGet();
            made.add(now);
            return now == 1
                    ? Uni.createFrom().<Boolean>nothing().onCancellation().invoke(() -> cancelled.set(true))
                    : Uni.createFrom().item(false);
        });
        rounds.start();
        rounds.committed();

        assertThat(next(made)).isEqualTo(1);
        assertThat(next(made)).isEqualTo(2);
        assertThat(cancelled).isTrue();
        rounds.stop();
    }

    @Test
    void what_a_cancelled_round_still_says_does_not_count() throws InterruptedException {
        BlockingQueue<UniEmitter<? super Boolean>> under = new LinkedBlockingQueue<>();
        RelayLoop rounds = new RelayLoop(
                vertx, metrics, Duration.ofMillis(50), () -> Uni.createFrom().<Boolean>emitter(under::add));
        rounds.start();
        rounds.committed();
        UniEmitter<? super Boolean> late = next(under);
        next(under);

        late.complete(true);

        assertThat(under).isEmpty();
        rounds.stop();
    }

    @Test
    void the_age_of_the_last_round_grows_until_one_succeeds() throws InterruptedException {
        BlockingQueue<UniEmitter<? super Boolean>> under = new LinkedBlockingQueue<>();
        RelayLoop rounds = new RelayLoop(vertx, metrics, () -> Uni.createFrom().<Boolean>emitter(under::add));
        rounds.start();
        rounds.committed();
        UniEmitter<? super Boolean> first = next(under);
        double before = age();

        assertThat(age()).isGreaterThan(before);
        first.complete(false);
        assertThat(age()).isLessThan(before);
        rounds.stop();
    }

    private double age() {
        return metrics.get("polyclinic.outbox.round.age").gauge().value();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T item = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(item).isNotNull();
        return item;
    }
}
