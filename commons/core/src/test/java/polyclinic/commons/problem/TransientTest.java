package polyclinic.commons.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TransientTest {
    @Test
    void broken_connections_lost_races_and_absent_services_pass() {
        assertThat(Transient.is(new RuntimeException(new IOException("closed"))))
                .isTrue();
        assertThat(Transient.is(new TimeoutException())).isTrue();
        assertThat(Transient.is(new RuntimeException(new SQLException("", "57P01"))))
                .isTrue();
        assertThat(Transient.is(new SQLException("", "40001"))).isTrue();
        assertThat(Transient.is(new Problem(503, "unavailable", ""))).isTrue();
    }

    @Test
    void a_broken_rule_or_a_wrong_program_stays() {
        assertThat(Transient.is(new SQLException("", "23505"))).isFalse();
        assertThat(Transient.is(new IllegalStateException())).isFalse();
        assertThat(Transient.is(new Problem(409, "slot-taken", ""))).isFalse();
    }
}
