package polyclinic.commons.testing.requests;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged meanwhile; of one logger all of it, of the others what their levels let through. */
public final class LogWatch extends Handler implements AutoCloseable {
    private static final Logger ALL = Logger.getLogger("");

    private final List<LogRecord> entries = new CopyOnWriteArrayList<>();
    private final Logger wholly;

    /** @param wholly the name of a logger */
    public LogWatch(String wholly) {
        this.wholly = Logger.getLogger(wholly);
        this.wholly.setLevel(Level.ALL);
        setLevel(Level.ALL);
        ALL.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(entry);
    }

    /** How many entries have this in their text. */
    public long count(String text) {
        return entries.stream()
                .filter(entry -> entry.getMessage().contains(text))
                .count();
    }

    /** Names of those who have warned of something. */
    public List<String> warners() {
        return entries.stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogRecord::getLoggerName)
                .distinct()
                .toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ALL.removeHandler(this);
        wholly.setLevel(null);
    }
}
