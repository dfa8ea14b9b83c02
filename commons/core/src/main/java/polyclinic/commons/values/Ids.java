package polyclinic.commons.values;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;

/** New ids: UUID version 7 (RFC 9562), so that ids made later sort later. */
public final class Ids {
    private Ids() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }

    /** The least id that could be made at an instant: what was made since then sorts after it. */
    public static UUID earliest(Instant instant) {
        return new UUID(instant.toEpochMilli() << 16 | 0x7000L, Long.MIN_VALUE);
    }

    /** When an id of {@link #next} was made, in whole milliseconds (RFC 9562 §5.7). */
    public static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
