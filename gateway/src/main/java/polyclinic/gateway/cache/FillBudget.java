package polyclinic.gateway.cache;

/** How much is kept: so many bytes a minute, however many addresses somebody makes up. */
final class FillBudget {

    private final long maxBytes;
    private final long windowNanos;
    private long begun;
    private long bytes;

    FillBudget(long maxBytes, long windowNanos) {
        this.maxBytes = maxBytes;
        this.windowNanos = windowNanos;
        this.begun = System.nanoTime();
    }

    /** Whether so many more may be kept; counts them if so. */
    synchronized boolean take(int more, long nowNanos) {
        if (nowNanos - begun >= windowNanos) {
            begun = nowNanos;
            bytes = 0;
        }
        if (bytes + more > maxBytes) return false;
        bytes += more;
        return true;
    }
}
