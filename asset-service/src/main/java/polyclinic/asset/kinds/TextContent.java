package polyclinic.asset.kinds;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whether the beginning of a file is text, in whichever encoding people have it: UTF-8, UTF-16 and UTF-32 with a byte order mark,
 * UTF-16 without one, and those of one or more bytes a letter that came before (windows-1252, ISO 8859, KOI8-R, Shift_JIS, EUC, GBK,
 * Big5, ISO-2022-JP). What tells them from pictures and programs is that no control characters stand among the letters.
 */
final class TextContent {
    private static final int NUL = 0;
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

    private TextContent() {}

    /**
     * The text; of an old encoding each byte stands for itself, which tells as much as markup needs.
     *
     * @return null when it is none
     */
    static @Nullable String decode(byte[] head) {
        String marked = withMark(head);
        if (marked != null) return marked;
        String text = decode(head, 0, StandardCharsets.UTF_8);
        if (text != null && isText(text)) return text;
        if (contains(head, NUL)) return utf16(head);
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        return bytes.chars().noneMatch(TextContent::isControl) ? bytes : null;
    }

    private static @Nullable String withMark(byte[] head) {
        int mark = head.length < 4 ? 0 : ByteBuffer.wrap(head).getInt();
        String text = null;
        if (mark >>> 8 == 0xefbbbf) text = decode(head, 3, StandardCharsets.UTF_8);
        else if (mark == 0xfffe0000) text = decode(head, 4, UTF_32LE);
        else if (mark == 0x0000feff) text = decode(head, 4, UTF_32BE);
        else if (mark >>> 16 == 0xfffe) text = decode(head, 2, StandardCharsets.UTF_16LE);
        else if (mark >>> 16 == 0xfeff) text = decode(head, 2, StandardCharsets.UTF_16BE);
        return text != null && isText(text) ? text : null;
    }

    /** Without a mark only what nothing else could be: characters that exist, and among them those that part words. */
    private static @Nullable String utf16(byte[] head) {
        for (Charset order : new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            String text = decode(head, 0, order);
            if (text != null
                    && isText(text)
                    && text.codePoints().allMatch(c -> Character.isDefined(c) && !isPrivate(c))
                    && text.codePoints().anyMatch(c -> c == ' ' || c == '\n')) return text;
        }
        return null;
    }

    /** Strictly, but for a character that the end cuts. */
    private static @Nullable String decode(byte[] bytes, int from, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean failed = decoder.decode(ByteBuffer.wrap(bytes, from, bytes.length - from), text, false)
                .isError();
        return failed ? null : text.flip().toString();
    }

    private static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> isControl(c) || (c & 0xfffe) == 0xfffe);
    }

    /** Of C0 those that no text has; the others move the paper, or change the letters (ISO/IEC 2022). */
    private static boolean isControl(int c) {
        // Java counts the separators of data (0x1c to 0x1f) among white space.
        boolean movesThePaper = c == '\t' || c == '\n' || c == 0x0b || c == '\f' || c == '\r';
        return c < ' ' && !movesThePaper && c != ESCAPE || c == DELETE;
    }

    private static boolean isPrivate(int c) {
        return Character.getType(c) == Character.PRIVATE_USE;
    }

    private static boolean contains(byte[] bytes, int wanted) {
        for (byte b : bytes) if (b == wanted) return true;
        return false;
    }
}
