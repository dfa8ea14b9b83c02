package polyclinic.commons.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every entry of the log, whoever writes it: a failure is logged as a {@link LoggedFailure}, and one false alarm is left
 * out. While PostgreSQL is away each query on the pool fails at once, as it should, but Vert.x forgets the timer of its time
 * limit, which reports five seconds later that it has nothing to end (eclipse-vertx/vertx-sql-client issue 1706).
 */
@LoggingFilter(name = "service-log")
final class ServiceLogFilter implements Filter {
    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    @Override
    public boolean isLoggable(LogRecord entry) {
        Throwable failure = entry.getThrown();
        if (failure == null) return true;
        if (isLateTimer(failure)) return false;
        entry.setThrown(LoggedFailure.of(failure));
        return true;
    }

    private static boolean isLateTimer(@Nullable Throwable failure) {
        if (!(failure instanceof IllegalStateException)) return false;
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 1
                && trace[0].getClassName().equals("io.vertx.core.Promise")
                && trace[1].getClassName().equals(POOL);
    }
}
