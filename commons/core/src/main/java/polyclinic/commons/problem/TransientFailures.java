package polyclinic.commons.problem;

import com.fasterxml.jackson.core.JacksonException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a fault that passes (a store restarts, a socket breaks, a deadlock victim) from one that stays. Failures of
 * drivers are recognised by class name, so that a service without a driver needs no dependency on it.
 */
public final class TransientFailures {
    private static final Set<String> CLASSES = Set.of(
            "io.vertx.core.VertxException",
            "io.vertx.core.impl.NoStackTraceThrowable",
            "io.vertx.core.impl.NoStackTraceTimeoutException",
            "io.vertx.core.http.ConnectionPoolTooBusyException",
            "com.mongodb.MongoSocketException",
            "com.mongodb.MongoTimeoutException",
            "com.mongodb.MongoClientException",
            "com.mongodb.MongoNodeIsRecoveringException",
            "com.mongodb.MongoNotPrimaryException",
            "com.mongodb.MongoInterruptedException",
            "com.mongodb.MongoWriteConcernException",
            "com.mongodb.MongoExecutionTimeoutException",
            "com.mongodb.MongoCursorNotFoundException",
            "org.apache.kafka.common.errors.RetriableException",
            "org.apache.kafka.common.errors.TimeoutException",
            "software.amazon.awssdk.core.exception.SdkClientException",
            "org.hibernate.exception.JDBCConnectionException",
            "org.hibernate.exception.LockAcquisitionException");

    /**
     * Codes of MongoDB's answers while it is not reached, restarts, elects, waits for its majority or is too slow: the driver has a
     * class of its own for them only where a command says so, not where a query, a cursor or a bulk write does.
     */
    private static final Set<Integer> MONGO_CODES =
            Set.of(6, 7, 43, 50, 64, 89, 91, 112, 134, 175, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436);

    private TransientFailures() {}

    /** True when the same call may succeed later without anybody changing anything. */
    public static boolean is(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth++ < 20; cause = cause.getCause()) {
            if (cause instanceof Problem problem) return problem.status() >= 502 && problem.status() <= 504;
            if (cause instanceof WebApplicationException web) {
                int status = web.getResponse().getStatus();
                return status == 429 || status >= 502 && status <= 504;
            }
            if (cause instanceof JacksonException) return false;
            if (cause instanceof IOException || cause instanceof TimeoutException) return true;
            String state = sqlState(cause);
            if (state != null) {
                if (isTransientState(state)) return true;
                continue;
            }
            for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass())
                if (CLASSES.contains(type.getName()) || isTransientOfMongo(type.getName(), cause)) return true;
        }
        return false;
    }

    /** A bulk that no majority confirmed passes, whatever stands beside: the attempt before it may have been applied. */
    private static boolean isTransientOfMongo(String type, Throwable cause) {
        return switch (type) {
            case "com.mongodb.MongoBulkWriteException" -> answer(cause, "getWriteConcernError") != null;
            case "com.mongodb.MongoException" ->
                answer(cause, "getCode") instanceof Integer code && MONGO_CODES.contains(code);
            default -> false;
        };
    }

    private static @Nullable Object answer(Throwable cause, String getter) {
        try {
            return cause.getClass().getMethod(getter).invoke(cause);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * PostgreSQL's SQLSTATE classes: 08 connection, 40 rollback, 53 resources, 55P03 lock, 57 operator (57014: too slow); 25006: the
     * server has become a standby.
     */
    private static boolean isTransientState(String state) {
        return state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.equals("55P03")
                || state.equals("25006");
    }

    /** The SQLSTATE that a failure of PostgreSQL carries, else null. */
    public static @Nullable String sqlState(Throwable cause) {
        if (cause instanceof SQLException sql) return sql.getSQLState();
        return cause.getClass().getName().equals("io.vertx.pgclient.PgException")
                ? (String) answer(cause, "getSqlState")
                : null;
    }
}
