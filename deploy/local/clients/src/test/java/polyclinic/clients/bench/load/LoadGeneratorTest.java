package polyclinic.clients.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
    private final Vertx vertx = Vertx.vertx();
    private final LoadGenerator generator = new LoadGenerator(vertx);

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void a_closed_loop_keeps_the_given_number_of_calls_in_flight() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        LoadResult load = generator.closed(4, Duration.ofMillis(50), Duration.ofMillis(300), n -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            return after(5).onComplete(done -> now.decrementAndGet());
        });

        assertThat(most.get()).isEqualTo(4);
        assertThat(load.succeeded()).isBetween(20L, 240L);
        assertThat(load.failed()).isZero();
    }

    @Test
    void an_open_loop_counts_from_the_intended_time() {
        // The tenth call stalls the loop itself: the ones after it start late, and that is in their latency.
        LoadResult load = generator.open(100, Duration.ZERO, Duration.ofSeconds(1), n -> {
            if (n == 10) block(300);
            return Future.succeededFuture();
        });

        assertThat(load.succeeded()).isEqualTo(100);
        assertThat(load.millis(90)).isGreaterThan(100);
    }

    @Test
    void failures_are_counted_by_their_reason() {
        LoadResult load = generator.closed(1, Duration.ZERO, Duration.ofMillis(100), n -> after(1).compose(
                        done -> Future.failedFuture("503 away")));

        assertThat(load.succeeded()).isZero();
        assertThat(load.failures()).containsOnlyKeys("503 away");
    }

    private Future<Void> after(long millis) {
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(millis, timer -> promise.complete());
        return promise.future();
    }

    private static void block(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
