package polyclinic.commons.logging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.TransientFailures;

/**
 * A failure as it may be logged (OWASP ASVS 5.0, 16.2.5): its type, SQLSTATE and frames, and those of its causes. A message is
 * kept only where its author is known to quote no values: drivers, parsers and validators do quote them, as PostgreSQL does in
 * {@code Detail: Key (email)=(…)}.
 */
final class LoggedFailure extends Throwable {
    private static final int MAX_CAUSES = 8;

    /** Beginnings of class names. Whoever is not among them is not believed. */
    private static final List<String> QUOTE_NOTHING = List.of(
            "polyclinic.",
            "java.io.",
            "java.net.ConnectException",
            "java.net.SocketException",
            "java.net.SocketTimeoutException",
            "java.net.UnknownHostException",
            "java.nio.channels.",
            "java.lang.IllegalStateException",
            "java.lang.NullPointerException",
            "java.util.concurrent.",
            "javax.net.ssl.",
            "io.quarkus.",
            "io.smallrye.config.",
            "io.netty.",
            "jakarta.enterprise.",
            "org.apache.kafka.common.errors.",
            "org.flywaydb.core.api.",
            "com.mongodb.MongoSocket",
            "com.mongodb.MongoTimeout",
            "com.mongodb.MongoSecurity");

    private LoggedFailure(Throwable failure, @Nullable LoggedFailure cause) {
        super(description(failure), cause, false, true);
        setStackTrace(failure.getStackTrace());
    }

    static LoggedFailure of(Throwable failure) {
        return of(failure, MAX_CAUSES);
    }

    private static LoggedFailure of(Throwable failure, int causes) {
        Throwable cause = failure.getCause();
        return new LoggedFailure(failure, cause == null || causes == 0 ? null : of(cause, causes - 1));
    }

    private static String description(Throwable failure) {
        String type = failure.getClass().getName();
        String state = TransientFailures.sqlState(failure);
        String name = state == null ? type : type + " [SQLSTATE " + state + "]";
        String message = failure.getMessage();
        return message == null || !isKept(type, message, failure.getCause()) ? name : name + ": " + message;
    }

    /** A failure that was made of its cause alone repeats the cause's message, whatever its own type. */
    private static boolean isKept(String type, String message, @Nullable Throwable cause) {
        boolean repeated = cause != null && cause.getMessage() != null && message.contains(cause.getMessage());
        return !repeated && QUOTE_NOTHING.stream().anyMatch(type::startsWith);
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
