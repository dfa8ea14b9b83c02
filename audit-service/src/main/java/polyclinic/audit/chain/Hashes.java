package polyclinic.audit.chain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) and lower-case hex, the only forms in which a hash appears here. */
public final class Hashes {
    /** Length of a hash in bytes. */
    public static final int LENGTH = 32;

    private static final HexFormat HEX = HexFormat.of();

    private Hashes() {}

    /** The hash of the parts one after another. */
    public static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) digest.update(part);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /** @throws IllegalArgumentException when the text is no hex */
    public static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }

    /** Whether this is a hash in the form that {@link #hex} writes. */
    public static boolean isHash(String text) {
        return text != null && text.length() == 2 * LENGTH && text.matches("[0-9a-f]+");
    }
}
