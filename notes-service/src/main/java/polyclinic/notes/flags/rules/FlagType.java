package polyclinic.notes.flags.rules;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What kind of value a flag has, for as long as its name is in use: a client that reads a number never meets a word. */
public enum FlagType {
    BOOLEAN,
    STRING,
    NUMBER;

    /** Of a value as JSON has it; null for a list, an object and nothing. */
    public static @Nullable FlagType of(@Nullable Object value) {
        if (value instanceof Boolean) return BOOLEAN;
        if (value instanceof String) return STRING;
        return value instanceof Number ? NUMBER : null;
    }

    /** How a value of this type is kept: as text, so that a number keeps the digits that were sent. */
    public static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** The value that {@link #text} made, as JSON shows it. */
    public Object value(String text) {
        return switch (this) {
            case BOOLEAN -> Boolean.valueOf(text);
            case STRING -> text;
            case NUMBER -> new BigDecimal(text);
        };
    }
}
