package polyclinic.prescription.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DuplicatedContextRunnerTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Context> startedOn = new AtomicReference<>();
    private final AtomicReference<Context> failedOn = new AtomicReference<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_renewal_is_repeated_until_the_work_ends_even_when_one_fails() throws Exception {
        AtomicInteger renewals = new AtomicInteger();
        AtomicReference<UniEmitter<? super String>> work = new AtomicReference<>();
        CompletableFuture<String> done = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(start -> DuplicatedContextRunner.renewing(
                        Duration.ofMillis(5),
                        LIMIT,
                        () -> renewals.incrementAndGet() == 2
                                ? Uni.createFrom().failure(new IllegalStateException())
                                : Uni.createFrom().voidItem(),
                        () -> Uni.createFrom().<String>emitter(work::set))
                .subscribe()
                .with(done::complete, done::completeExceptionally));
        await().until(() -> renewals.get() > 3);

        Objects.requireNonNull(work.get()).complete("worked");

        assertThat(done.get(20, TimeUnit.SECONDS)).isEqualTo("worked");
        assertNoneAfter(renewals);
    }

    @Test
    void work_that_throws_at_once_is_renewed_no_longer() {
        AtomicInteger renewals = new AtomicInteger();

        CompletableFuture<String> done = renewing(LIMIT, renewals, () -> {
            throw new IllegalStateException("at once");
        });

        assertThatThrownBy(() -> done.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("at once");
        assertNoneAfter(renewals);
    }

    @Test
    void work_that_never_ends_fails_at_its_limit_on_the_callers_context_and_is_renewed_no_longer() {
        AtomicInteger renewals = new AtomicInteger();
        AtomicBoolean isCancelled = new AtomicBoolean();

        CompletableFuture<String> done = renewing(
                Duration.ofMillis(50),
                renewals,
                () -> Uni.createFrom().<String>nothing().onCancellation().invoke(() -> isCancelled.set(true)));

        assertThatThrownBy(() -> done.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(isCancelled).isTrue();
        assertThat(failedOn.get()).isNotNull().isSameAs(startedOn.get());
        assertNoneAfter(renewals);
    }

    private CompletableFuture<String> renewing(Duration limit, AtomicInteger renewals, Supplier<Uni<String>> work) {
        CompletableFuture<String> done = new CompletableFuture<>();
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(start -> {
            startedOn.set(Vertx.currentContext());
            DuplicatedContextRunner.renewing(
                            Duration.ofMillis(5),
                            limit,
                            () -> {
                                renewals.incrementAndGet();
                                return Uni.createFrom().voidItem();
                            },
                            work)
                    .subscribe()
                    .with(done::complete, failure -> {
                        failedOn.set(Vertx.currentContext());
                        done.completeExceptionally(failure);
                    });
        });
        return done;
    }

    /** One may be under way when the work ends. */
    private static void assertNoneAfter(AtomicInteger renewals) {
        int afterwards = renewals.get();
        await().during(Duration.ofMillis(100)).until(() -> renewals.get() <= afterwards + 1);
    }
}
