package polyclinic.gateway.connections;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Escapes what clients forget to escape in the target of a request (RFC 3986 §2): a bar between system and value, a quotation mark, a
 * percent sign that begins nothing, text in UTF-8. It means the same to every HTTP server, but {@code java.net.URI} refuses it, and
 * Quarkus asks that first and ends the request without a word.
 */
final class TargetEscaping {

    private static final String HEX = "0123456789ABCDEF";
    private static final String ALLOWED = "-._~:/?@!$&'()*+,;=";

    private TargetEscaping() {}

    /**
     * Returns the target, where it is a path and perhaps a query, with nothing but what a URI may hold. Bytes that are no text in UTF-8
     * are left as they are, to be refused.
     *
     * @param target each character a byte, as it was received
     */
    static String escaped(String target) {
        if (target.isEmpty() || target.charAt(0) != '/') return target;
        int query = target.indexOf('?');
        int queryFrom = query < 0 ? target.length() : query;
        int first = 0;
        while (first < target.length() && isPlain(target, first, queryFrom)) first++;
        if (first == target.length()) return target;
        boolean isText = isUtf8(target);
        StringBuilder escaped = new StringBuilder(target.length() + 16).append(target, 0, first);
        for (int i = first; i < target.length(); i++) {
            char c = target.charAt(i);
            if (isPlain(target, i, queryFrom) || c > 0x7f && !isText) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX.charAt(c >> 4 & 0xf)).append(HEX.charAt(c & 0xf));
            }
        }
        return escaped.toString();
    }

    /** A fragment's sign is kept in a path, where it is refused; in a query somebody has typed it. */
    private static boolean isPlain(String target, int at, int queryFrom) {
        char c = target.charAt(at);
        if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') return true;
        if (c == '%') return isHex(target, at + 1) && isHex(target, at + 2);
        return ALLOWED.indexOf(c) >= 0 || c == '#' && at < queryFrom;
    }

    private static boolean isHex(String target, int at) {
        return at < target.length() && Character.digit(target.charAt(at), 16) >= 0;
    }

    private static boolean isUtf8(String target) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(target.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (CharacterCodingException anotherEncoding) {
            return false;
        }
    }
}
