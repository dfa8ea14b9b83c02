package polyclinic.clients.audit.hashes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The JSON Canonicalization Scheme (RFC 8785) by a library of one of its authors. audit-service does not use it, so a mistake in
 * the service's own canonical form would be noticed here.
 */
public final class Rfc8785 {
    /** Below 2^53 a whole number is the same as an IEEE 754 double, which is what RFC 8785 writes. */
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private Rfc8785() {}

    /** @throws IllegalArgumentException see {@link #text} */
    public static byte[] bytes(JsonNode node) {
        return text(node).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the canonical form of an object or array.
     *
     * @throws IllegalArgumentException for a fraction or a number of 2^53 or more. The trail has none, and the scheme would
     *     write {@code 5.0} as {@code 5}: the change of an entry would not be noticed
     */
    public static String text(JsonNode node) {
        requireSafeIntegers(node);
        try {
            return new JsonCanonicalizer(node.toString()).getEncodedString();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void requireSafeIntegers(JsonNode node) {
        if (node.isNumber() && !isSafeInteger(node)) throw new IllegalArgumentException(node + " in an audit entry");
        node.forEach(Rfc8785::requireSafeIntegers);
    }

    private static boolean isSafeInteger(JsonNode number) {
        return number.isIntegralNumber()
                && number.canConvertToLong()
                && Math.abs(number.longValue()) <= MAX_SAFE_INTEGER;
    }
}
