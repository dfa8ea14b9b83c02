package polyclinic.commons.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LatePoolTimersTest {
    private final LatePoolTimers filter = new LatePoolTimers();

    @Test
    void the_false_alarm_of_the_pool_is_left_out() {
        assertThat(filter.isLoggable(entry(
                        new IllegalStateException("Result is already complete"),
                        "io.vertx.core.Promise",
                        "io.vertx.sqlclient.impl.pool.SqlConnectionPool")))
                .isFalse();
    }

    @Test
    void everything_else_is_logged() {
        assertThat(filter.isLoggable(new LogRecord(Level.SEVERE, "no failure"))).isTrue();
        assertThat(filter.isLoggable(entry(
                        new IllegalStateException("Result is already complete"),
                        "io.vertx.core.Promise",
                        "polyclinic.patient.patients.Patients")))
                .isTrue();
        assertThat(filter.isLoggable(entry(
                        new NullPointerException(),
                        "io.vertx.core.Promise",
                        "io.vertx.sqlclient.impl.pool.SqlConnectionPool")))
                .isTrue();
    }

    private static LogRecord entry(RuntimeException failure, String thrower, String caller) {
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(thrower, "fail", null, 1), new StackTraceElement(caller, "run", null, 1)
        });
        LogRecord entry = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        entry.setThrown(failure);
        return entry;
    }
}
