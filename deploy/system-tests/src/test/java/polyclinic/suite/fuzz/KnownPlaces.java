package polyclinic.suite.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is, as far as answers have said. What the run itself has made may be changed by it; what it has only seen belongs to
 * other tests.
 */
final class KnownPlaces {
    private static final int MAX_KEPT = 60;
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final Map<String, List<String>> made = new ConcurrentHashMap<>();
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
    private final Map<String, String> tags = new ConcurrentHashMap<>();

    /** The run has made what is at this address. */
    void made(String address, @Nullable String etag) {
        put(made, address);
        put(seen, address);
        if (etag != null) tags.put(address, etag);
    }

    void seen(String address, @Nullable String etag) {
        put(seen, address);
        if (etag != null) tags.put(address, etag);
    }

    /** The things of a list that was read at this address. */
    void listed(String address, JsonNode items) {
        for (JsonNode item : items) {
            String id = item.path("id").asText();
            if (id.matches(ID)) put(seen, address + "/" + id);
        }
    }

    private static void put(Map<String, List<String>> places, String address) {
        String[] segments = address.split("/");
        String kind = segments[segments.length - 2];
        List<String> known = places.computeIfAbsent(kind, first -> new ArrayList<>());
        synchronized (known) {
            if (known.contains(address)) return;
            if (known.size() >= MAX_KEPT) known.remove(0);
            known.add(address);
        }
    }

    /** Returns the entity tag that was last told of what is at this address; null when none was. */
    @Nullable
    String etag(String address) {
        return tags.get(address);
    }

    /** Returns the id of one of this kind, {@code patients}; a new one when nothing is known. */
    String id(String kind, boolean own, Random random) {
        String address = pick(own ? made : seen, kind, ".*", random);
        return address == null ? uuid(random) : address.replaceFirst(".*/", "");
    }

    /**
     * Returns an address that the template's beginning, up to its last parameter, leads to; null when none is known.
     *
     * @param template {@code /api/v1/invoices/{id}/void}
     */
    @Nullable
    String place(String template, boolean own, Random random) {
        int last = template.lastIndexOf('}');
        if (last < 0) return null;
        String beginning = template.substring(0, last + 1);
        String[] segments = beginning.split("/");
        String pattern = beginning.replaceAll("\\{[^}]+}", "[^/]+");
        return pick(own ? made : seen, segments[segments.length - 2], pattern, random);
    }

    private static @Nullable String pick(Map<String, List<String>> places, String kind, String pattern, Random random) {
        List<String> known = places.getOrDefault(kind, List.of());
        synchronized (known) {
            List<String> fitting =
                    known.stream().filter(address -> address.matches(pattern)).toList();
            return fitting.isEmpty() ? null : fitting.get(random.nextInt(fitting.size()));
        }
    }

    static String uuid(Random random) {
        return new UUID(
                        random.nextLong() & 0xffffffffffff0fffL | 0x4000L,
                        random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L)
                .toString();
    }
}
