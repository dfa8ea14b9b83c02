package polyclinic.commons.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeriodicWorkTest {
    private static final long PATIENCE_S = 20;
    private static final Duration NEVER = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<UniEmitter<? super Boolean>> rounds = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Test
    void it_comes_again_after_it_ended_and_after_it_failed() throws Exception {
        PeriodicWork work = work(Duration.ofMillis(1));

        round().complete(false);
        round().fail(new IllegalStateException("no"));
        round().complete(false);

        assertThat(round()).isNotNull();
        work.stop();
    }

    @Test
    void there_is_one_round_at_a_time() throws Exception {
        PeriodicWork work = work(Duration.ofMillis(1));
        UniEmitter<? super Boolean> first = round();

        assertThat(rounds.poll(30, TimeUnit.MILLISECONDS)).isNull();
        work.wake();
        assertThat(rounds.poll(30, TimeUnit.MILLISECONDS)).isNull();

        first.complete(false);
        assertThat(round()).isNotNull();
        work.stop();
    }

    @Test
    void a_round_that_found_more_is_followed_at_once() throws Exception {
        PeriodicWork work = work(NEVER);
        work.wake();

        round().complete(true);
        round().complete(true);
        round().complete(false);

        assertThat(rounds.poll(30, TimeUnit.MILLISECONDS)).isNull();
        work.stop();
    }

    @Test
    void who_wakes_it_during_a_round_gets_another() throws Exception {
        PeriodicWork work = work(NEVER);
        work.wake();
        UniEmitter<? super Boolean> first = round();
        work.wake();
        first.complete(false);

        round().complete(false);

        assertThat(rounds.poll(30, TimeUnit.MILLISECONDS)).isNull();
        work.stop();
    }

    @Test
    void after_the_stop_nothing_begins_whatever_there_is_to_do() throws Exception {
        PeriodicWork work = work(Duration.ofMillis(1));
        UniEmitter<? super Boolean> last = round();

        work.stop();
        last.complete(true);
        work.wake();

        assertThat(rounds.poll(30, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void before_the_start_nothing_begins() throws Exception {
        new PeriodicWork(
                        vertx, "a test", NEVER, () -> Uni.createFrom().<Boolean>emitter(emitter -> rounds.add(emitter)))
                .wake();

        assertThat(rounds.poll(30, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void a_round_has_a_context_of_its_own_and_one_that_throws_has_failed() throws Exception {
        AtomicBoolean thrown = new AtomicBoolean();
        BlockingQueue<Boolean> duplicated = new LinkedBlockingQueue<>();
        PeriodicWork work = new PeriodicWork(vertx, "a test", Duration.ofMillis(1), () -> {
            if (thrown.compareAndSet(false, true)) throw new IllegalStateException("no");
            duplicated.add(VertxContext.isOnDuplicatedContext());
            return Uni.createFrom().item(false);
        });
        work.start();

        assertThat(duplicated.poll(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        work.stop();
    }

    private PeriodicWork work(Duration period) {
        PeriodicWork work = new PeriodicWork(
                vertx, "a test", period, () -> Uni.createFrom().<Boolean>emitter(emitter -> rounds.add(emitter)));
        work.start();
        return work;
    }

    private UniEmitter<? super Boolean> round() throws InterruptedException {
        UniEmitter<? super Boolean> next = rounds.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(next).as("a round").isNotNull();
        return next;
    }
}
