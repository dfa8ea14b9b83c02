package polyclinic.gateway.stream;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in the log as a client writes it. */
final class StreamPlace {

    /** As JavaScript counts exactly. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}|[1-8]\\d{15}");

    private StreamPlace() {}

    /** Empty for what is no place. */
    static OptionalLong of(String text) {
        return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /**
     * The place in a first message, {@code {"lastEventId":…}}.
     *
     * @param tail where a message that names none goes on
     * @return empty for what is no such message
     */
    static OptionalLong ofMessage(String message, long tail) {
        try {
            JsonObject object = new JsonObject(message);
            @Nullable Object id = object.getValue("lastEventId");
            boolean known = object.size() == (object.containsKey("lastEventId") ? 1 : 0);
            if (!known) return OptionalLong.empty();
            if (id == null) return OptionalLong.of(tail);
            return id instanceof String || id instanceof Integer || id instanceof Long
                    ? of(String.valueOf(id))
                    : OptionalLong.empty();
        } catch (DecodeException | ClassCastException malformed) {
            return OptionalLong.empty();
        }
    }
}
