package polyclinic.commons.postgres.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboxFloorTest {
    private final OutboxFloor floor = new OutboxFloor();

    private static long at(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void the_first_round_reads_the_whole() {
        assertThat(floor.below(at(0))).isZero();
    }

    @Test
    void what_was_sent_minutes_ago_is_passed_over() {
        floor.below(at(0));
        floor.sent(100, at(1));
        floor.sent(200, at(60));
        floor.sent(300, at(125));

        floor.below(at(130));

        assertThat(floor.below(at(131))).isEqualTo(100);
    }

    @Test
    void what_was_sent_a_moment_ago_is_not_for_a_smaller_number_may_be_committed_yet() {
        floor.below(at(0));
        floor.sent(100, at(1));

        assertThat(floor.below(at(2))).isZero();
        assertThat(floor.below(at(59))).isZero();
    }

    @Test
    void the_floor_follows() {
        floor.below(at(0));
        for (int second = 1; second <= 1000; second++) floor.sent(second, at(second));

        floor.below(at(1001));

        assertThat(floor.below(at(1002))).isBetween(700L, 1000L - 120);
    }

    @Test
    void once_in_a_while_the_whole_is_read() {
        floor.below(at(0));
        for (int second = 1; second <= 600; second++) floor.sent(second, at(second));

        assertThat(floor.below(at(601))).isZero();
        assertThat(floor.below(at(602))).isPositive();
        assertThat(floor.below(at(660))).isPositive();
        assertThat(floor.below(at(661))).isZero();
    }

    @Test
    void who_has_lost_the_turn_begins_anew() {
        floor.below(at(0));
        for (int second = 1; second <= 600; second++) floor.sent(second, at(second));

        floor.forget();

        assertThat(floor.below(at(601))).isZero();
        assertThat(floor.below(at(602))).isZero();
    }
}
