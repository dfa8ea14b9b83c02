package polyclinic.gateway.cache;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reads that are kept. Each shows what depends on the caller's roles alone, is about no patient and leaves no entry in the
 * trail: what its service records when it is read is not here, the price list for one.
 */
enum CacheableRoute {
    DOCTORS("/api/v1/doctors", 60, "doctors"),
    DOCTOR("/api/v1/doctors/{id}", 60, "doctors"),
    SCHEDULE("/api/v1/doctors/{id}/schedule", 60, "doctors"),
    /** Free times depend on the clock, too, so they are kept for a moment. */
    SLOTS("/api/v1/doctors/{id}/slots", 10, "doctors", "appointments", "queue", "encounters"),
    MEDICATIONS("/api/v1/medications", 60, "medications"),
    MEDICATION("/api/v1/medications/{id}", 60, "medications");

    /** The longest that any answer is kept. */
    static final int MAX_SECONDS = 60;

    private static final Map<String, CacheableRoute> BY_TEMPLATE =
            Arrays.stream(values()).collect(Collectors.toMap(CacheableRoute::template, Function.identity()));

    /** What events are about, by the first word of their types → the first segment of its paths. */
    private static final Map<String, String> PREFIXES =
            Map.of("doctor", "doctors", "appointment", "appointments", "encounter", "encounters", "queue", "queue");

    private static final List<String> CHANGERS = Arrays.stream(values())
            .flatMap(route -> route.changedBy.stream())
            .distinct()
            .toList();

    private final String template;
    private final int seconds;
    private final List<String> changedBy;

    CacheableRoute(String template, int seconds, String... changedBy) {
        this.template = template;
        this.seconds = seconds;
        this.changedBy = List.of(changedBy);
    }

    /** Returns null when answers of the route are not kept. */
    static @Nullable CacheableRoute of(String template) {
        return BY_TEMPLATE.get(template);
    }

    /** Whether a change under this first segment of the path can change anything that is kept. */
    static boolean isChangedBy(String prefix) {
        return CHANGERS.contains(prefix);
    }

    /** Returns the first segment of the paths of what an event is about; null when nothing that is kept depends on it. */
    static @Nullable String prefixOf(String eventType) {
        int dot = eventType.indexOf('.');
        return dot < 0 ? null : PREFIXES.get(eventType.substring(0, dot));
    }

    /** First segments of the paths under which a change can change anything that is kept. */
    static List<String> changers() {
        return CHANGERS;
    }

    String template() {
        return template;
    }

    int seconds() {
        return seconds;
    }

    /** First segments of the paths under which a change can change the answer. */
    List<String> changedBy() {
        return changedBy;
    }
}
