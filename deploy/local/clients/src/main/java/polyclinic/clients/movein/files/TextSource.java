package polyclinic.clients.movein.files;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A file's characters one by one, with the line that they stand on. It is read as UTF-8, or as UTF-16 where it begins with that mark.
 * A byte that is no UTF-8 is read as windows-1252, which is what such bytes come from on the machines of small clinics, and counted: no
 * byte stops the reading.
 */
final class TextSource implements Closeable {
    static final int END = -1;

    private static final Charset LEGACY = Charset.forName("windows-1252");
    private static final int LARGEST_SEQUENCE = 4;

    private final InputStream in;
    private final StringBuilder pushedBack = new StringBuilder();
    private Charset charset = StandardCharsets.UTF_8;
    private int line = 1;
    private long legacyBytes;

    TextSource(InputStream bytes) throws IOException {
        in = new BufferedInputStream(bytes, 1 << 16);
        in.mark(LARGEST_SEQUENCE);
        byte[] begin = in.readNBytes(3);
        in.reset();
        if (begin.length >= 2 && begin[0] == (byte) 0xFF && begin[1] == (byte) 0xFE)
            charset = StandardCharsets.UTF_16LE;
        if (begin.length >= 2 && begin[0] == (byte) 0xFE && begin[1] == (byte) 0xFF)
            charset = StandardCharsets.UTF_16BE;
        boolean marked =
                begin.length == 3 && begin[0] == (byte) 0xEF && begin[1] == (byte) 0xBB && begin[2] == (byte) 0xBF;
        in.skipNBytes(charset.equals(StandardCharsets.UTF_8) ? (marked ? 3 : 0) : 2);
    }

    /** The next character, or {@link #END}. */
    int read() throws IOException {
        int character = pushedBack.length() > 0 ? takeBack() : decode();
        if (character == '\n') line++;
        return character;
    }

    /** What was read is read again. */
    void unread(CharSequence text) {
        line -= (int) text.chars().filter(character -> character == '\n').count();
        pushedBack.append(new StringBuilder(text).reverse());
    }

    /** The line of the next character, from 1. */
    int line() {
        return line;
    }

    boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    /** How many bytes were no UTF-8 so far. */
    long legacyBytes() {
        return legacyBytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int takeBack() {
        char last = pushedBack.charAt(pushedBack.length() - 1);
        pushedBack.setLength(pushedBack.length() - 1);
        return last;
    }

    private int decode() throws IOException {
        if (!isUtf8()) return decodeUtf16();
        int first = in.read();
        if (first < 0x80) return first;
        int length = first >= 0xC2 && first < 0xE0
                ? 2
                : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
        if (length == 0) return legacy(first);
        in.mark(LARGEST_SEQUENCE);
        byte[] sequence = new byte[length];
        sequence[0] = (byte) first;
        int more = in.readNBytes(sequence, 1, length - 1);
        String decoded = more == length - 1 ? new String(sequence, StandardCharsets.UTF_8) : "";
        if (decoded.isEmpty() || decoded.indexOf('\uFFFD') >= 0) {
            in.reset();
            return legacy(first);
        }
        if (decoded.length() == 2) pushedBack.append(decoded.charAt(1));
        return decoded.charAt(0);
    }

    private int legacy(int value) {
        legacyBytes++;
        return new String(new byte[] {(byte) value}, LEGACY).charAt(0);
    }

    private int decodeUtf16() throws IOException {
        byte[] pair = in.readNBytes(2);
        return pair.length < 2 ? END : new String(pair, charset).charAt(0);
    }
}
