package polyclinic.clients.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;

/**
 * A message that a service has set aside.
 *
 * @param id where the message itself is: topic, partition and offset, such as {@code patient.events/2/1234}
 * @param service that could not handle it
 * @param message as it was set aside
 * @param outcome null while nobody has dealt with it
 */
record DeadLetter(
        String id,
        String service,
        ConsumerRecord<String, byte[]> message,
        @Nullable Outcome outcome) {
    static final String TOPIC_ENDING = ".dead-letter";

    /** Headers that the service added. */
    static final String PREFIX = "dead-letter-";

    private static final String TOPIC = PREFIX + "topic";
    private static final String PARTITION = PREFIX + "partition";
    private static final String OFFSET = PREFIX + "offset";
    private static final String REASON = PREFIX + "reason";
    private static final String BODY = PREFIX + "body";

    enum Outcome {
        REPLAYED,
        DROPPED
    }

    /** Whether a record of a dead-letter topic is a letter; others say what was decided about one, and what became of it. */
    static boolean isOne(ConsumerRecord<String, byte[]> message) {
        return message.headers().lastHeader(TOPIC) != null;
    }

    static DeadLetter of(ConsumerRecord<String, byte[]> message) {
        String id = header(message, TOPIC) + "/" + header(message, PARTITION) + "/" + header(message, OFFSET);
        String service = message.topic().substring(0, message.topic().length() - TOPIC_ENDING.length());
        return new DeadLetter(id, service, message, null);
    }

    DeadLetter with(Outcome settled) {
        return new DeadLetter(id, service, message, settled);
    }

    boolean isOpen() {
        return outcome == null;
    }

    String state() {
        return outcome == null ? "open" : outcome.name().toLowerCase(Locale.ROOT);
    }

    /** The topic that it came from. */
    String topic() {
        return header(message, TOPIC);
    }

    int partition() {
        return Integer.parseInt(header(message, PARTITION));
    }

    long offset() {
        return Long.parseLong(header(message, OFFSET));
    }

    String type() {
        return header(message, "ce_type");
    }

    String reason() {
        return header(message, REASON);
    }

    Instant at() {
        return Instant.ofEpochMilli(message.timestamp());
    }

    /** Whether it is of the service's own outbox and was never sent: then the service has it, and nobody else. */
    boolean isUnsent() {
        return topic().equals("outbox");
    }

    /** Whether it was too large to be kept whole: then the body is only where the message came from. */
    boolean lacksItsBody() {
        return message.headers().lastHeader(BODY) != null;
    }

    ObjectNode json() {
        return JsonNodes.object()
                .put("id", id)
                .put("service", service)
                .put("type", type())
                .put("key", message.key())
                .put("reason", reason())
                .put("at", at().toString())
                .put("state", state());
    }

    static String header(ConsumerRecord<?, ?> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
