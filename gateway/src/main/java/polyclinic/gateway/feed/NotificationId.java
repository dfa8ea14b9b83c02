package polyclinic.gateway.feed;

import java.util.OptionalLong;
import java.util.UUID;

/** A notification's id: its place in the log in the form of a UUID of version 7 (RFC 9562, 5.7), the place where the milliseconds are. */
public final class NotificationId {

    private static final int TIME_SHIFT = 16;
    private static final long VERSION = 7L << 12;
    private static final long VARIANT = 1L << 63;
    private static final int LENGTH = 36;

    private NotificationId() {}

    /** @param place below 2^48, as all are */
    public static String of(long place) {
        return new UUID(place << TIME_SHIFT | VERSION, VARIANT).toString();
    }

    /** The place of a notification; empty for what is no such id. */
    public static OptionalLong place(String id) {
        if (id.length() != LENGTH) return OptionalLong.empty();
        try {
            long place = UUID.fromString(id).getMostSignificantBits() >>> TIME_SHIFT;
            return of(place).equalsIgnoreCase(id) ? OptionalLong.of(place) : OptionalLong.empty();
        } catch (IllegalArgumentException malformed) {
            return OptionalLong.empty();
        }
    }
}
