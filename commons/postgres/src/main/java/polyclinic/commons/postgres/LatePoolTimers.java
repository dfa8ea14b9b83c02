package polyclinic.commons.postgres;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Leaves one false alarm out of the log: while PostgreSQL is away each query on the pool fails at once, as it should, but Vert.x
 * forgets the timer of its time limit, which reports five seconds later that it has nothing to end
 * (eclipse-vertx/vertx-sql-client issue 1706).
 */
@LoggingFilter(name = "late-pool-timers")
final class LatePoolTimers implements Filter {
    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    @Override
    public boolean isLoggable(LogRecord entry) {
        return !isLateTimer(entry.getThrown());
    }

    private static boolean isLateTimer(@Nullable Throwable failure) {
        if (!(failure instanceof IllegalStateException)) return false;
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 1
                && trace[0].getClassName().equals("io.vertx.core.Promise")
                && trace[1].getClassName().equals(POOL);
    }
}
