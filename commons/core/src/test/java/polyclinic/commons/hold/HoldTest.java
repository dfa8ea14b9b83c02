package polyclinic.commons.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldTest {
    private static final long PATIENCE_S = 20;
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Hold hold = new Hold(vertx, metrics);
    private final BackgroundWork sweep = hold.background("sweep");
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Test
    void work_that_has_begun_is_under_way_until_it_ends() {
        CompletableFuture<Void> work = new CompletableFuture<>();
        sweep.whenReleased(() -> Uni.createFrom().completionStage(work))
                .subscribe()
                .with(end -> {});

        hold.begin(LONG);
        Map<String, Long> during = hold.running();
        work.complete(null);

        assertThat(during).containsEntry("sweep", 1L);
        assertThat(hold.running()).containsEntry("sweep", 0L);
    }

    @Test
    void work_that_is_to_begin_waits_for_the_release() throws InterruptedException {
        hold.begin(LONG);
        sweep.whenReleased(this::step).subscribe().with(end -> {});
        String before = done.poll();

        hold.end();

        assertThat(before).isNull();
        assertThat(done.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("step");
    }

    @Test
    void a_tick_during_a_hold_does_nothing() {
        hold.begin(LONG);

        sweep.unlessHeld(this::step).await().atMost(Duration.ofSeconds(PATIENCE_S));

        hold.end();
        assertThat(done).isEmpty();
        sweep.unlessHeld(this::step).await().atMost(Duration.ofSeconds(PATIENCE_S));
        assertThat(done).hasSize(1);
    }

    @Test
    void a_hold_whose_holder_died_ends_by_itself_and_lets_go_what_waits() throws InterruptedException {
        hold.begin(Duration.ofMillis(80));
        sweep.whenReleased(this::step).subscribe().with(end -> {});

        assertThat(done.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("step");
        assertThat(hold.isHeld()).isFalse();
        assertThat(metrics.get("polyclinic.hold").timer().count()).isEqualTo(1);
    }

    @Test
    void a_hold_is_extended_and_never_shortened_and_never_longer_than_the_limit() {
        hold.begin(Duration.ofMillis(50));
        hold.begin(Duration.ofHours(1));
        hold.begin(Duration.ofMillis(1));

        assertThat(hold.remaining()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(Hold.LONGEST_S));
    }

    @Test
    void work_that_is_given_up_while_it_waits_neither_begins_nor_counts() {
        hold.begin(LONG);
        sweep.whenReleased(this::step).subscribe().with(end -> {}).cancel();

        hold.end();

        assertThat(done).isEmpty();
        assertThat(hold.running()).containsEntry("sweep", 0L);
    }

    @Test
    void failed_work_is_over() {
        sweep.whenReleased(() -> Uni.createFrom().failure(new IllegalStateException("broken")))
                .subscribe()
                .with(end -> {}, failure -> done.add("failed"));

        assertThat(done).containsExactly("failed");
        assertThat(hold.running()).containsEntry("sweep", 0L);
    }

    @Test
    void work_goes_on_on_the_context_that_asked_for_it() throws Exception {
        hold.begin(LONG);
        CompletableFuture<Boolean> same = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(start -> {
            var context = Vertx.currentContext();
            sweep.whenReleased(() -> Uni.createFrom().item(Vertx.currentContext() == context))
                    .subscribe()
                    .with(same::complete, same::completeExceptionally);
            vertx.setTimer(1, release -> new Thread(hold::end).start());
        });

        assertThat(same.get(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }

    private Uni<Void> step() {
        return Uni.createFrom().voidItem().invoke(() -> done.add("step"));
    }
}
