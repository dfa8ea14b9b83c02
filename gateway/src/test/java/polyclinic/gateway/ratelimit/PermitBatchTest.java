package polyclinic.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PermitBatchTest {

    private static final long EMISSION = 1_000;

    private final PermitBatch batch = new PermitBatch(8);
    private long now = 1;

    @Test
    void a_caller_with_occasional_requests_asks_each_time() {
        for (int i = 0; i < 5; i++) {
            assertThat(batch.take(now, EMISSION)).isNull();
            assertThat(requestAndGet()).isEqualTo(1);
            now += 2 * PermitBatch.MAX_AGE_NANOS;
        }
    }

    @Test
    void it_grows_while_it_is_used_up_quickly_and_not_beyond_its_cap() {
        int[] requested = new int[6];

        for (int i = 0; i < requested.length; i++) {
            requested[i] = requestAndGet();
            while (batch.take(now, EMISSION) != null) now++;
        }

        assertThat(requested).containsExactly(1, 2, 4, 8, 8, 8);
    }

    @Test
    void granted_permits_are_used_once_and_decisions_show_what_is_left() {
        requestAndGet();
        requestAndGet();
        requestAndGet();

        assertThat(batch.take(now, EMISSION))
                .extracting(RateLimitDecision::remaining)
                .isEqualTo(52L);
        assertThat(batch.take(now, EMISSION))
                .extracting(RateLimitDecision::remaining)
                .isEqualTo(51L);
        assertThat(batch.take(now, EMISSION))
                .extracting(RateLimitDecision::remaining)
                .isEqualTo(50L);
        assertThat(batch.take(now, EMISSION)).isNull();
    }

    @Test
    void it_ends_after_a_second() {
        requestAndGet();
        requestAndGet();
        now += PermitBatch.MAX_AGE_NANOS;

        assertThat(batch.take(now, EMISSION)).isNull();
        assertThat(requestAndGet()).isEqualTo(1);
    }

    @Test
    void only_one_request_at_a_time_asks_for_more_than_its_own_permit() {
        requestAndGet();

        assertThat(batch.nextSize(now)).isEqualTo(2);
        assertThat(batch.nextSize(now)).isEqualTo(1);
        batch.granted(1, 1, decision(), now);
        assertThat(batch.nextSize(now)).isEqualTo(1);
        batch.failed(2);
        assertThat(batch.nextSize(now)).isGreaterThan(1);
    }

    @Test
    void a_grant_smaller_than_requested_is_not_exceeded() {
        requestAndGet();
        requestAndGet();
        batch.take(now, EMISSION);
        int requested = batch.nextSize(now);
        batch.granted(requested, 2, decision(), now);

        assertThat(requested).isEqualTo(4);
        assertThat(batch.take(now, EMISSION)).isNotNull();
        assertThat(batch.take(now, EMISSION)).isNull();
    }

    private int requestAndGet() {
        int requested = batch.nextSize(now);
        batch.granted(requested, requested, decision(), now);
        return requested;
    }

    private static RateLimitDecision decision() {
        return new RateLimitDecision(true, 100, 50, 50, 0);
    }
}
