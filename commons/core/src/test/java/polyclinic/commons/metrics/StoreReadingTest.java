package polyclinic.commons.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreReadingTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void what_the_store_said_last_is_known_until_it_does_not_say() {
        AtomicReference<Uni<Long>> answer =
                new AtomicReference<>(Uni.createFrom().item(7L));
        StoreReading<Long> reading = new StoreReading<>(vertx, answer::get);
        assertThat(reading.value(Long::doubleValue)).isNaN();

        reading.read();
        assertThat(reading.value(Long::doubleValue)).isEqualTo(7);

        answer.set(Uni.createFrom().failure(new IllegalStateException("away")));
        reading.read();
        assertThat(reading.value(Long::doubleValue)).isNaN();

        answer.set(Uni.createFrom().item(8L));
        reading.read();
        assertThat(reading.value(Long::doubleValue)).isEqualTo(8);
    }

    @Test
    void a_store_that_never_answers_is_asked_no_longer_than_the_limit() throws InterruptedException {
        List<UniEmitter<? super Long>> asked = new ArrayList<>();
        CountDownLatch given = new CountDownLatch(1);
        StoreReading<Long> reading = new StoreReading<>(
                vertx,
                () -> Uni.createFrom()
                        .<Long>emitter(asked::add)
                        .onCancellation()
                        .invoke(given::countDown),
                Duration.ofMillis(20));

        reading.read();

        assertThat(given.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(asked).hasSize(1);
        assertThat(reading.value(Long::doubleValue)).isNaN();
    }
}
