package polyclinic.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final long PAUSE = 1_000;

    private final CircuitBreaker circuit = new CircuitBreaker(3, PAUSE);

    @Test
    void it_stays_closed_below_the_limit_of_consecutive_failures() {
        circuit.failed(0);
        circuit.failed(0);
        circuit.succeeded();
        circuit.failed(0);
        circuit.failed(0);

        assertThat(circuit.admits(1)).isTrue();
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void it_opens_at_the_limit_of_consecutive_failures() {
        fail(3, 0);

        assertThat(circuit.admits(1)).isFalse();
        assertThat(circuit.admits(PAUSE - 1)).isFalse();
        assertThat(circuit.isOpen()).isTrue();
    }

    @Test
    void after_the_pause_one_trial_is_admitted_and_the_others_are_refused() {
        fail(3, 0);

        assertThat(circuit.admits(PAUSE)).isTrue();
        assertThat(circuit.admits(PAUSE)).isFalse();
    }

    @Test
    void a_trial_is_due_after_the_pause_and_never_while_it_is_closed() {
        assertThat(circuit.isTrialDue(PAUSE)).isFalse();

        fail(3, 0);

        assertThat(circuit.isTrialDue(PAUSE - 1)).isFalse();
        assertThat(circuit.isTrialDue(PAUSE)).isTrue();
    }

    @Test
    void a_successful_trial_closes_it() {
        fail(3, 0);
        circuit.admits(PAUSE);

        circuit.succeeded();

        assertThat(circuit.admits(PAUSE + 1)).isTrue();
        assertThat(circuit.admits(PAUSE + 1)).isTrue();
    }

    @Test
    void a_failed_trial_keeps_it_open_for_another_pause() {
        fail(3, 0);
        circuit.admits(PAUSE);

        circuit.failed(PAUSE + 5);

        assertThat(circuit.admits(2 * PAUSE)).isFalse();
        assertThat(circuit.admits(2 * PAUSE + 5)).isTrue();
    }

    @Test
    void a_trial_that_never_reports_back_is_followed_by_another() {
        fail(3, 0);
        circuit.admits(PAUSE);

        assertThat(circuit.admits(2 * PAUSE)).isTrue();
    }

    @Test
    void it_works_across_an_overflow_of_the_clock() {
        long end = Long.MAX_VALUE - 10;

        fail(3, end);

        assertThat(circuit.admits(end + 1)).isFalse();
        assertThat(circuit.admits(end + PAUSE)).isTrue();
    }

    private void fail(int times, long now) {
        for (int i = 0; i < times; i++) circuit.failed(now);
    }
}
