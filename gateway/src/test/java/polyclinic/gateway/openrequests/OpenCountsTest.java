package polyclinic.gateway.openrequests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenCountsTest {

    private final OpenCounts counts = new OpenCounts(2);

    @Test
    void there_is_room_up_to_the_limit_and_again_when_one_has_left() {
        assertThat(counts.enter("a")).isTrue();
        assertThat(counts.enter("a")).isTrue();
        assertThat(counts.enter("a")).isFalse();
        assertThat(counts.enter("b")).isTrue();

        counts.leave("a");

        assertThat(counts.enter("a")).isTrue();
        assertThat(counts.enter("a")).isFalse();
    }

    @Test
    void nothing_is_kept_for_who_has_none_open() {
        counts.enter("a");
        counts.enter("a");
        counts.enter("a");
        counts.leave("a");
        counts.leave("a");

        assertThat(counts.size()).isZero();
    }
}
