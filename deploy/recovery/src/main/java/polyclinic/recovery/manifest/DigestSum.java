package polyclinic.recovery.manifest;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Adds up the SHA-256 hashes of things modulo 2^256. Two sets of things have the same sum only if they are the same, as far
 * as anybody knows how to find others; the order in which a store returns them has no influence.
 */
public final class DigestSum {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private static final int HEX_DIGITS = 64;

    private final MessageDigest digest;
    private BigInteger sum = BigInteger.ZERO;
    private long count;

    public DigestSum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public void add(byte[] thing) {
        sum = sum.add(new BigInteger(1, digest.digest(thing)));
        count++;
    }

    public long count() {
        return count;
    }

    /** Returns the sum in 64 hexadecimal digits. */
    public String hash() {
        return hash(sum);
    }

    /** Returns a sum that somebody else added up, as {@link #hash()} writes it. */
    public static String hash(BigInteger sum) {
        String digits = sum.mod(MODULUS).toString(16);
        return "0".repeat(HEX_DIGITS - digits.length()) + digits;
    }
}
