package polyclinic.gateway.openrequests;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many requests are open by key. A key without any takes no memory. */
final class OpenCounts {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final int limit;

    OpenCounts(int limit) {
        if (limit < 1) throw new IllegalArgumentException("a limit of open requests is at least one");
        this.limit = limit;
    }

    /** Returns whether there was room; only then {@link #leave} must follow. */
    boolean enter(String key) {
        int open = counts.merge(key, 1, Integer::sum);
        if (open <= limit) return true;
        leave(key);
        return false;
    }

    void leave(String key) {
        counts.computeIfPresent(key, (same, open) -> open > 1 ? open - 1 : null);
    }

    int size() {
        return counts.size();
    }
}
