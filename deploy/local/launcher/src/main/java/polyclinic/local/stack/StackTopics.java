package polyclinic.local.stack;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The topics of the suite with their numbers of partitions; see contracts/asyncapi.yaml. */
final class StackTopics {
    private StackTopics() {}

    static Map<String, Integer> all() {
        Map<String, Integer> topics = new TreeMap<>();
        List.of("patient", "appointment", "prescription", "notes", "asset")
                .forEach(owner -> topics.put(owner + ".events", 3));
        topics.put("audit.entries", 4);
        Stack.SERVICES.forEach(service -> topics.put(service + ".dead-letter", 1));
        return topics;
    }
}
