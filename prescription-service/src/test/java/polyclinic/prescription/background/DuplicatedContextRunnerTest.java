package polyclinic.prescription.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DuplicatedContextRunnerTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void a_renewal_is_repeated_until_the_work_ends_even_when_one_fails() throws Exception {
        AtomicInteger renewals = new AtomicInteger();
        AtomicReference<UniEmitter<? super String>> work = new AtomicReference<>();
        CompletableFuture<String> done = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(start -> DuplicatedContextRunner.renewing(
                        Duration.ofMillis(5),
                        () -> renewals.incrementAndGet() == 2
                                ? Uni.createFrom().failure(new IllegalStateException())
                                : Uni.createFrom().voidItem(),
                        () -> Uni.createFrom().<String>emitter(work::set))
                .subscribe()
                .with(done::complete, done::completeExceptionally));
        await().until(() -> renewals.get() > 3);

        Objects.requireNonNull(work.get()).complete("worked");

        assertThat(done.get(5, TimeUnit.SECONDS)).isEqualTo("worked");
        int afterwards = renewals.get();
        await().during(Duration.ofMillis(100)).until(() -> renewals.get() <= afterwards + 1);
    }
}
