package polyclinic.clients.seed.invention;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Chance that is the same each time: of the n-th thing of a kind, whatever is made beside it. */
public final class SeededRandom {
    /** What a thing is, so that the n-th patient and the n-th appointment have nothing in common. */
    public enum Kind {
        PATIENT,
        DOCTOR,
        APPOINTMENT,
        PATIENT_EVENT,
        APPOINTMENT_EVENT
    }

    private static final long KINDS = 16;
    private static final long MANY = 1L << 32;

    private final SplittableRandom random;

    public SeededRandom(long seed, Kind kind, long n) {
        this((seed * KINDS + kind.ordinal()) * MANY + n);
    }

    private SeededRandom(long number) {
        random = new SplittableRandom(number);
    }

    /** Of the n-th thing that another has, which was made before. */
    static SeededRandom of(UUID other, int n) {
        return new SeededRandom(other.getMostSignificantBits() * 31 + other.getLeastSignificantBits() + n);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** So many hexadecimal digits. */
    String hex(int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) text.append(Character.forDigit(random.nextInt(16), 16));
        return text.toString();
    }

    /** An id as if it had been made at an instant: UUID version 7 (RFC 9562 §5.7). */
    public UUID id(Instant at) {
        long low = random.nextLong();
        long high = at.toEpochMilli() << 16 | 0x7000L | random.nextInt(0x1000);
        return new UUID(high, low & 0x3fff_ffff_ffff_ffffL | Long.MIN_VALUE);
    }
}
