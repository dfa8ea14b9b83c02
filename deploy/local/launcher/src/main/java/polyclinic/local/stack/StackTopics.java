package polyclinic.local.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.local.servers.KafkaTopic;

/**
 * The topics of the suite, with their numbers of partitions and how long they keep a message; see contracts/asyncapi.yaml and
 * docs/retention.md. Another broker gets the same ones.
 */
final class StackTopics {
    /** Shorter than services remember the ids of events (30 days), so that nothing that is read again has its effect twice. */
    private static final Duration EVENT_RETENTION = Duration.ofDays(21);

    /**
     * The trail is to have every one of them, however long it was away. They hold no values of a record, but the account's name and
     * address, reasons and what was searched for, so they do not stay for ever.
     */
    private static final Duration AUDIT_RETENTION = Duration.ofDays(90);

    /** A month for somebody to look at them. */
    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

    private StackTopics() {}

    static Map<String, KafkaTopic> all() {
        Map<String, KafkaTopic> topics = new TreeMap<>();
        List.of("patient", "appointment", "prescription", "notes", "asset")
                .forEach(owner -> topics.put(owner + ".events", new KafkaTopic(3, EVENT_RETENTION)));
        topics.put("audit.entries", new KafkaTopic(4, AUDIT_RETENTION));
        Stack.SERVICES.forEach(
                service -> topics.put(service + ".dead-letter", new KafkaTopic(1, DEAD_LETTER_RETENTION)));
        return topics;
    }
}
