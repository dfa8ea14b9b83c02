package polyclinic.audit.tree;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import polyclinic.commons.values.Sha256;

/** SHA-256 (FIPS 180-4) and lower-case hex, the only forms in which a hash appears here. */
public final class Hashes {
    /** Length of a hash in bytes. */
    public static final int LENGTH = 32;

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private Hashes() {}

    /** The hash of the parts one after another. */
    public static byte[] sha256(byte[]... parts) {
        MessageDigest digest = Sha256.digest();
        for (byte[] part : parts) digest.update(part);
        return digest.digest();
    }

    public static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /** @throws IllegalArgumentException when the text is not hex */
    public static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }

    /** Whether this is a hash in the form that {@link #hex} writes. */
    public static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }
}
