package polyclinic.commons.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import polyclinic.commons.problem.Problem;

class ServiceLogFilterTest {
    private final ServiceLogFilter filter = new ServiceLogFilter();

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

    @Test
    void what_a_driver_or_a_parser_quotes_is_not_logged_but_its_type_state_and_frames_are() {
        SQLException refused = new SQLException("Detail: Key (email)=(ada@example.org) already exists.", "23505");
        String logged = logged(new IllegalStateException(new RuntimeException("at work on ada@example.org", refused)));
        assertThat(logged)
                .doesNotContain("ada@")
                .contains("java.lang.IllegalStateException")
                .contains("java.sql.SQLException [SQLSTATE 23505]")
                .contains("at polyclinic.commons.logging.ServiceLogFilterTest");
        assertThat(logged(parserFailure("Ada Lovelace"))).doesNotContain("Lovelace");
        assertThat(logged(new URISyntaxException("/patients?q=Lovelace|", "Illegal character in query")))
                .doesNotContain("Lovelace");
    }

    @Test
    void what_says_where_a_fault_is_stays() {
        assertThat(logged(new ConnectException("Connection refused: 127.0.0.1:5432")))
                .contains("Connection refused: 127.0.0.1:5432");
        assertThat(logged(new Problem(503, "unavailable", "patient-service does not answer; try again.")))
                .contains("patient-service does not answer");
    }

    private static RuntimeException parserFailure(String name) {
        try {
            throw new IllegalStateException(UUID.fromString(name).toString());
        } catch (IllegalArgumentException quoted) {
            return new IllegalStateException(quoted);
        }
    }

    private String logged(Throwable failure) {
        LogRecord entry = new LogRecord(Level.SEVERE, "unexpected failure on GET /api/v1/patients");
        entry.setThrown(failure);
        assertThat(filter.isLoggable(entry)).isTrue();
        StringWriter text = new StringWriter();
        entry.getThrown().printStackTrace(new PrintWriter(text, true));
        return text.toString();
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
