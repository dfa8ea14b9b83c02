package polyclinic.gateway.filters;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The {@code traceparent} header of W3C Trace Context, {@code 00-<32 hex>-<16 hex>-<2 hex>}. */
final class TraceParent {

    private static final int LENGTH = 55;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private TraceParent() {}

    /** Returns whether a client's header may be forwarded as it is. */
    static boolean isValid(@Nullable String header) {
        return header != null
                && header.length() == LENGTH
                && header.charAt(0) == '0'
                && header.charAt(1) == '0'
                && header.charAt(2) == '-'
                && header.charAt(35) == '-'
                && header.charAt(52) == '-'
                && isHexButNotAllZero(header, 3, 35)
                && isHexButNotAllZero(header, 36, 52)
                && isHex(header.charAt(53))
                && isHex(header.charAt(54));
    }

    static String traceId(String traceparent) {
        return traceparent.substring(3, 35);
    }

    static String generate(boolean sampled) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] text = new char[LENGTH];
        text[0] = '0';
        text[1] = '0';
        text[2] = text[35] = text[52] = '-';
        write(text, 3, random.nextLong());
        write(text, 19, random.nextLong() | 1);
        write(text, 36, random.nextLong() | 1);
        text[53] = '0';
        text[54] = sampled ? '1' : '0';
        return new String(text);
    }

    private static void write(char[] text, int from, long value) {
        for (int i = 15; i >= 0; i--) {
            text[from + i] = HEX[(int) (value & 15)];
            value >>>= 4;
        }
    }

    private static boolean isHexButNotAllZero(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isHex(c)) return false;
            zero &= c == '0';
        }
        return !zero;
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }
}
