package polyclinic.gateway.filters;

/**
 * Which paths are forwarded. A service decodes a path once; whatever could mean another path after decoding (dot
 * segments, encoded slashes, dots or percent signs, control characters, matrix parameters) is refused, not normalised, so
 * that the gateway and a service never read one path as two.
 */
final class PathRules {

    static final int MAX_URI_LENGTH = 8192;

    private PathRules() {}

    static boolean isWellFormed(String path) {
        int length = path.length();
        if (length == 0 || path.charAt(0) != '/') return false;
        int segment = 1;
        for (int i = 1; i <= length; i++) {
            char c = i == length ? '/' : path.charAt(i);
            if (c == '/') {
                if (isDots(path, segment, i) || i == segment && i < length) return false;
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

    /** Accepts printable ASCII only: anything else would be encoded again when forwarded, and change its meaning. */
    static boolean isWellFormedQuery(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c >= 0x7f) return false;
        }
        return true;
    }

    private static boolean isDots(String path, int from, int to) {
        int length = to - from;
        return length == 1 && path.charAt(from) == '.'
                || length == 2 && path.charAt(from) == '.' && path.charAt(from + 1) == '.';
    }

    private static boolean mayBeEncoded(char high, char low) {
        int value = Character.digit(high, 16) << 4 | Character.digit(low, 16);
        return value > ' ' && value != 0x7f && "./\\%;".indexOf(value) < 0;
    }
}
