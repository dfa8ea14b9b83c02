package polyclinic.asset.reading;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.UnreadableDocument;

/** Text without markup: what its mark says, else UTF-8, else UTF-16, else windows-1252. A form feed turns the page. */
final class PlainText {
    private static final int MAX_BYTES_PER_CHARACTER = 4;
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final Charset UTF_32 = Charset.forName("UTF-32");

    private PlainText() {}

    static void read(Path file, PageCollector pages) throws IOException, UnreadableDocument {
        long most = (long) MAX_BYTES_PER_CHARACTER * (pages.left() + 1);
        if (Files.size(file) > most) throw new UnreadableDocument(TextFailure.TOO_MUCH_TEXT);
        String[] parts = decode(Files.readAllBytes(file)).split("\f", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) pages.turnPage();
            pages.append(parts[i]);
        }
    }

    static String decode(byte[] bytes) {
        int mark = bytes.length < 4 ? 0 : ByteBuffer.wrap(bytes).getInt();
        if (mark == 0xfffe0000 || mark == 0x0000feff) return new String(bytes, UTF_32);
        int half = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        if (half == 0xfffe || half == 0xfeff) return new String(bytes, StandardCharsets.UTF_16);
        int from = mark >>> 8 == 0xefbbbf ? 3 : 0;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString();
            if (text.indexOf('\0') < 0) return text;
        } catch (CharacterCodingException another) {
            // Looked at below.
        }
        return isLittleEndian(bytes) ? new String(bytes, StandardCharsets.UTF_16LE) : other(bytes);
    }

    private static String other(byte[] bytes) {
        for (int i = 0; i < bytes.length; i += 2)
            if (bytes[i] == 0) return new String(bytes, StandardCharsets.UTF_16BE);
        return new String(bytes, WINDOWS);
    }

    private static boolean isLittleEndian(byte[] bytes) {
        for (int i = 1; i < bytes.length; i += 2) if (bytes[i] == 0) return true;
        return false;
    }
}
