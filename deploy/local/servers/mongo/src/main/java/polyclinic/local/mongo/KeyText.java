package polyclinic.local.mongo;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key of an index as text, different for different keys. The store compares texts as they are, and anything that it does
 * not know by serialising both sides, some fifteen times for each look-up.
 */
final class KeyText {
    private static final int UUID_LENGTH = 36;

    private KeyText() {}

    static String of(KeyValue key) {
        StringBuilder text = new StringBuilder();
        for (Object value : key) {
            if (value == null || value instanceof Missing) text.append('n');
            else if (value instanceof String string)
                text.append('s').append(string.length()).append(':').append(string);
            else if (value instanceof UUID uuid) text.append('u').append(uuid);
            else if (value instanceof Double number)
                text.append('d')
                        .append(Long.toHexString(Double.doubleToLongBits(number)))
                        .append(';');
            else text.append('o').append(serialised(value)).append(';');
        }
        return text.toString();
    }

    /** The number that the text from {@code begin} on stands for, or null when it is none or not the last value. */
    static @Nullable Double number(String text, int begin) {
        int end = text.length() - 1;
        if (begin >= end || text.charAt(begin) != 'd' || text.indexOf(';', begin) != end) return null;
        return Double.longBitsToDouble(Long.parseUnsignedLong(text.substring(begin + 1, end), 16));
    }

    /** Whether the value from {@code begin} on is surely none that a number compares with. */
    static boolean isNoNumber(String text, int begin) {
        return begin < text.length() && "nsu".indexOf(text.charAt(begin)) >= 0;
    }

    /** The text of the first value of a key. */
    static String first(String key) {
        int end =
                switch (key.charAt(0)) {
                    case 'n' -> 1;
                    case 'u' -> 1 + UUID_LENGTH;
                    case 's' -> {
                        int colon = key.indexOf(':');
                        yield colon + 1 + Integer.parseInt(key.substring(1, colon));
                    }
                    default -> key.indexOf(';') + 1;
                };
        return key.substring(0, end);
    }

    private static String serialised(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
