package polyclinic.audit.chain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the trail adds to an entry whose time is not that of its arrival: it may have waited in an outbox, or a clock is
 * wrong, or somebody dates back.
 *
 * @param timing {@code late}, or {@code ahead} of the trail's own clock
 * @param receivedAt as {@link AuditRecord#timestamp} writes it
 */
public record ArrivalMetadata(String timing, String receivedAt) {
    /** Returns null for an entry that arrives on time. */
    public static @Nullable ArrivalMetadata of(AuditRecord record, Instant received, Duration onTime) {
        Instant occurred = Instant.parse(record.occurredAt());
        if (received.isAfter(occurred.plus(onTime)))
            return new ArrivalMetadata("late", AuditRecord.timestamp(received));
        if (occurred.isAfter(received.plus(onTime)))
            return new ArrivalMetadata("ahead", AuditRecord.timestamp(received));
        return null;
    }
}
