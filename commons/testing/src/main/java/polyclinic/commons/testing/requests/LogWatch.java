package polyclinic.commons.testing.requests;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Who warns of something meanwhile, in whatever thread of this process. */
public final class LogWatch extends Handler implements AutoCloseable {
    private static final Logger ALL = Logger.getLogger("");

    private final Set<String> warners = ConcurrentHashMap.newKeySet();

    public LogWatch() {
        setLevel(Level.WARNING);
        ALL.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) warners.add(entry.getLoggerName());
    }

    /** Names of loggers. */
    public List<String> warners() {
        return List.copyOf(warners);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ALL.removeHandler(this);
    }
}
