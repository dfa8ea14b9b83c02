package polyclinic.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalRateLimiterTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong micros = new AtomicLong(1_700_000_000_000_000L);
    private final LocalRateLimiter limiter = new LocalRateLimiter(MINUTE, micros::get);
    private final Quota quota = new Quota("caller", 60, MINUTE);

    @Test
    void all_requests_of_a_window_may_come_at_once_and_then_no_more() {
        for (int i = 59; i >= 0; i--) {
            RateLimitDecision decision = limiter.take("a", quota);
            assertThat(decision.allowed()).isTrue();
            assertThat(decision.remaining()).isEqualTo(i);
        }

        RateLimitDecision refused = limiter.take("a", quota);

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retryAfterSeconds()).isEqualTo(1);
        assertThat(refused.resetSeconds()).isEqualTo(60);
    }

    @Test
    void after_the_announced_wait_the_caller_is_allowed_again() {
        take("a", 60);
        RateLimitDecision refused = limiter.take("a", quota);

        micros.addAndGet(refused.retryMs() * 1000);

        assertThat(limiter.take("a", quota).allowed()).isTrue();
        assertThat(limiter.take("a", quota).allowed()).isFalse();
    }

    @Test
    void a_refusal_costs_nothing() {
        take("a", 60);
        for (int i = 0; i < 1000; i++)
            assertThat(limiter.take("a", quota).allowed()).isFalse();

        micros.addAndGet(MINUTE.toNanos() / 1000);

        assertThat(take("a", 60)).isEqualTo(60);
    }

    @Test
    void callers_have_separate_limits() {
        take("a", 60);

        assertThat(limiter.take("b", quota).allowed()).isTrue();
    }

    @Test
    void concurrent_threads_never_get_more_than_the_limit() throws InterruptedException {
        AtomicInteger allowed = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(8);

        for (int i = 0; i < 8; i++) {
            new Thread(() -> {
                        for (int j = 0; j < 100; j++)
                            if (limiter.take("a", quota).allowed()) allowed.incrementAndGet();
                        done.countDown();
                    })
                    .start();
        }
        done.await();

        assertThat(allowed).hasValue(60);
    }

    @Test
    void a_clock_that_is_set_back_allows_no_extra_requests() {
        take("a", 60);

        micros.addAndGet(-30_000_000);

        assertThat(limiter.take("a", quota).allowed()).isFalse();
    }

    @Test
    void a_limit_of_zero_is_refused() {
        assertThatThrownBy(() -> new Quota("caller", 0, MINUTE)).isInstanceOf(IllegalArgumentException.class);
    }

    private int take(String key, int times) {
        int allowed = 0;
        for (int i = 0; i < times; i++) if (limiter.take(key, quota).allowed()) allowed++;
        return allowed;
    }
}
