package polyclinic.gateway.openrequests;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many requests, or connections, are open by key. A key without any takes no memory. */
public final class OpenCounts {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final int limit;

    public OpenCounts(int limit) {
        if (limit < 1) throw new IllegalArgumentException("a limit of what is open is at least one");
        this.limit = limit;
    }

    /** Returns whether there was room; only then {@link #leave} must follow. */
    public boolean enter(String key) {
        int open = counts.merge(key, 1, Integer::sum);
        if (open <= limit) return true;
        leave(key);
        return false;
    }

    public void leave(String key) {
        counts.computeIfPresent(key, (same, open) -> open > 1 ? open - 1 : null);
    }

    int size() {
        return counts.size();
    }
}
