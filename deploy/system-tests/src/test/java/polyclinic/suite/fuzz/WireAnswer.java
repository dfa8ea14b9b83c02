package polyclinic.suite.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer, read whole.
 *
 * @param headers by their names in lower case
 */
record WireAnswer(int status, Map<String, List<String>> headers, byte[] body) {

    @Nullable
    String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    /** Returns the media type without its parameters; empty when there is none. */
    String type() {
        String type = header("content-type");
        return type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
