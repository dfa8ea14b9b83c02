package polyclinic.commons.values;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** Ids. New ones are UUID version 7 (RFC 9562), so that ids made later sort later. */
public final class Ids {
    private Ids() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }

    /** The id of a text, the same whenever it is made: UUID version 8 (RFC 9562) of the text's SHA-256. */
    public static UUID named(String text) {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(text));
        return new UUID(hash.getLong() & ~0xF000L | 0x8000L, hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | Long.MIN_VALUE);
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
