package polyclinic.gateway.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MinimumReadRateTest {

    private static final int PERIODS = 8;
    /** 1000 bytes a second in 20 ms. */
    private static final int LEAST = 20;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger periods = new AtomicInteger();
    private final AtomicInteger complaints = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void who_takes_nothing_while_more_waits_is_too_slow_and_that_is_said_once() {
        watch(period -> true, period -> 0);

        await().until(() -> complaints.get() == 1);
        assertThat(periods).hasValueLessThan(PERIODS);
    }

    @Test
    void who_takes_a_little_is_too_slow() {
        watch(period -> true, period -> (LEAST - 1L) * period);

        await().until(() -> complaints.get() == 1);
    }

    @Test
    void who_takes_enough_is_not() {
        watch(period -> true, period -> (long) LEAST * period);

        isContent();
    }

    @Test
    void a_service_that_sends_little_or_seldom_is_not_the_client_s_fault() {
        watch(period -> period % 2 == 0, period -> 0);

        isContent();
    }

    private void isContent() {
        await().until(() -> periods.get() >= PERIODS);
        assertThat(complaints).hasValue(0);
    }

    private void watch(IntPredicate full, IntToLongFunction written) {
        new MinimumReadRate(
                vertx,
                new Settings(),
                () -> full.test(periods.incrementAndGet()),
                () -> written.applyAsLong(periods.get()),
                complaints::incrementAndGet);
    }

    private static final class Settings implements BodyConfig {
        private static final MemorySize NONE = new MemorySize(BigInteger.ZERO);

        @Override
        public MemorySize buffered() {
            return NONE;
        }

        @Override
        public MemorySize shortFile() {
            return NONE;
        }

        @Override
        public MemorySize memory() {
            return NONE;
        }

        @Override
        public Duration timeout() {
            return Duration.ZERO;
        }

        @Override
        public long minimumRate() {
            return 0;
        }

        @Override
        public Duration ratePeriod() {
            return Duration.ZERO;
        }

        @Override
        public long minimumReadRate() {
            return 1000;
        }

        @Override
        public Duration readRatePeriod() {
            return Duration.ofMillis(LEAST);
        }
    }
}
