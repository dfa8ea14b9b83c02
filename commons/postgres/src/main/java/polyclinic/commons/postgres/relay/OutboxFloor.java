package polyclinic.commons.postgres.relay;

import java.time.Duration;

/**
 * From where on the outbox is read. What was sent leaves dead entries in the index, which stay for as long as any transaction is
 * older than they are (a nightly dump, a report): read from the beginning, each round would go through all of them. Below the
 * floor there can be only rows of transactions that took longer than {@link #SETTLED}; a walk through the whole finds them once
 * in {@link #WHOLE}.
 */
public final class OutboxFloor {
    /** Longer than a transaction of a service lives: its statements, its locks and its pauses have limits. */
    static final Duration SETTLED = Duration.ofMinutes(2);

    static final Duration WHOLE = Duration.ofMinutes(1);

    private long floor;
    private long next;
    private long nextSinceNanos;
    private long wholeAtNanos;
    private boolean begun;

    /** Rows with larger numbers are to be read; 0 for all. */
    public long below(long nowNanos) {
        if (!begun || nowNanos - wholeAtNanos >= WHOLE.toNanos()) {
            wholeAtNanos = nowNanos;
            if (!begun) nextSinceNanos = nowNanos;
            begun = true;
            return 0;
        }
        return floor;
    }

    /** Kafka has the row with this number. */
    public void sent(long seq, long nowNanos) {
        if (nowNanos - nextSinceNanos >= SETTLED.toNanos()) {
            floor = next;
            next = seq;
            nextSinceNanos = nowNanos;
        } else if (next == 0) {
            next = seq;
        }
    }

    /** After a failover that lost the latest commits PostgreSQL may give the same numbers again. */
    public void forget() {
        floor = 0;
        next = 0;
        begun = false;
    }
}
