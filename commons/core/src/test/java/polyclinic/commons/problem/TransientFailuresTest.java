package polyclinic.commons.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TransientFailuresTest {
    @Test
    void broken_connections_lost_races_and_absent_services_pass() {
        assertThat(TransientFailures.is(new RuntimeException(new IOException("closed"))))
                .isTrue();
        assertThat(TransientFailures.is(new TimeoutException())).isTrue();
        assertThat(TransientFailures.is(new RuntimeException(new SQLException("", "57P01"))))
                .isTrue();
        assertThat(TransientFailures.is(new SQLException("", "40001"))).isTrue();
        assertThat(TransientFailures.is(new SQLException("", "57014"))).isTrue();
        assertThat(TransientFailures.is(new SQLException("a standby", "25006"))).isTrue();
        assertThat(TransientFailures.is(new Problem(503, "unavailable", ""))).isTrue();
    }

    @Test
    void a_broken_rule_or_a_wrong_program_stays() {
        assertThat(TransientFailures.is(new SQLException("", "23505"))).isFalse();
        assertThat(TransientFailures.is(new IllegalStateException())).isFalse();
        assertThat(TransientFailures.is(new Problem(409, "slot-taken", ""))).isFalse();
    }
}
