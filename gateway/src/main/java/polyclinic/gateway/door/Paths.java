package polyclinic.gateway.door;

/**
 * Which paths may go further. A service decodes the path once; what could mean another place after decoding (dot
 * segments, encoded slashes, dots or percent signs, control characters, matrix parameters) is refused instead of
 * normalised, so that the gateway and a service can never read one path as two.
 */
final class Paths {

    static final int LONGEST = 8192;
    static final String API = "/api/v1/";

    private Paths() {}

    static boolean wellFormed(String path) {
        int length = path.length();
        if (length == 0 || path.charAt(0) != '/') return false;
        int segment = 1;
        for (int i = 1; i <= length; i++) {
            char c = i == length ? '/' : path.charAt(i);
            if (c == '/') {
                if (dots(path, segment, i) || i == segment && i < length) return false;
                segment = i + 1;
            } else if (c == '%') {
                if (i + 2 >= length || !mayBeEncoded(path.charAt(i + 1), path.charAt(i + 2))) return false;
                i += 2;
            } else if (c <= ' ' || c >= 0x7f || c == '\\' || c == ';' || c == '#') {
                return false;
            }
        }
        return true;
    }

    /** Only ASCII: anything else would be re-encoded on its way and mean something else there. */
    static boolean wellFormedQuery(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c >= 0x7f) return false;
        }
        return true;
    }

    /** First segment after {@code /api/v1/}, or null. */
    static String prefix(String path) {
        if (!path.startsWith(API)) return null;
        int end = path.indexOf('/', API.length());
        return end < 0 ? path.substring(API.length()) : path.substring(API.length(), end);
    }

    private static boolean dots(String path, int from, int to) {
        int length = to - from;
        return length == 1 && path.charAt(from) == '.'
                || length == 2 && path.charAt(from) == '.' && path.charAt(from + 1) == '.';
    }

    private static boolean mayBeEncoded(char high, char low) {
        int value = Character.digit(high, 16) << 4 | Character.digit(low, 16);
        return value > ' ' && value != 0x7f && "./\\%;".indexOf(value) < 0;
    }
}
