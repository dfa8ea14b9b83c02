package polyclinic.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final long EMISSION = 1_000;

    private final Lease lease = new Lease(8);
    private long now = 1;

    @Test
    void a_caller_who_comes_now_and_then_asks_each_time() {
        for (int i = 0; i < 5; i++) {
            assertThat(lease.take(now, EMISSION)).isNull();
            assertThat(askAndGet()).isEqualTo(1);
            now += 2 * Lease.NANOS;
        }
    }

    @Test
    void it_grows_while_it_is_used_up_quickly_and_not_beyond_its_cap() {
        int[] asked = new int[6];

        for (int i = 0; i < asked.length; i++) {
            asked[i] = askAndGet();
            while (lease.take(now, EMISSION) != null) now++;
        }

        assertThat(asked).containsExactly(1, 2, 4, 8, 8, 8);
    }

    @Test
    void what_was_granted_is_given_out_once_and_the_caller_hears_what_is_left() {
        askAndGet();
        askAndGet();
        askAndGet();

        assertThat(lease.take(now, EMISSION).remaining()).isEqualTo(52);
        assertThat(lease.take(now, EMISSION).remaining()).isEqualTo(51);
        assertThat(lease.take(now, EMISSION).remaining()).isEqualTo(50);
        assertThat(lease.take(now, EMISSION)).isNull();
    }

    @Test
    void it_ends_after_a_second() {
        askAndGet();
        askAndGet();
        now += Lease.NANOS;

        assertThat(lease.take(now, EMISSION)).isNull();
        assertThat(askAndGet()).isEqualTo(1);
    }

    @Test
    void only_one_at_a_time_asks_for_more_than_its_own() {
        askAndGet();

        assertThat(lease.ask(now)).isEqualTo(2);
        assertThat(lease.ask(now)).isEqualTo(1);
        lease.settle(1, 1, decision(), now);
        assertThat(lease.ask(now)).isEqualTo(1);
        lease.settle(2, 0, null, now);
        assertThat(lease.ask(now)).isGreaterThan(1);
    }

    @Test
    void less_than_was_asked_for_is_all_there_is() {
        askAndGet();
        askAndGet();
        lease.take(now, EMISSION);
        int asked = lease.ask(now);
        lease.settle(asked, 2, decision(), now);

        assertThat(asked).isEqualTo(4);
        assertThat(lease.take(now, EMISSION)).isNotNull();
        assertThat(lease.take(now, EMISSION)).isNull();
    }

    private int askAndGet() {
        int asked = lease.ask(now);
        lease.settle(asked, asked, decision(), now);
        return asked;
    }

    private static Decision decision() {
        return new Decision(true, 100, 50, 50, 0);
    }
}
