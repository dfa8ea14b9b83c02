package polyclinic.gateway.testing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came off the wire.
 *
 * @param headers names in lower case
 * @param bodyLength bytes; -1 when the body was not read
 */
public record ReceivedRequest(String method, String target, List<Map.Entry<String, String>> headers, long bodyLength) {

    public List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    public @Nullable String header(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.get(0);
    }
}
