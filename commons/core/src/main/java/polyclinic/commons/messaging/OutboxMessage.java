package polyclinic.commons.messaging;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** A Kafka message, complete and waiting in an outbox. */
public record OutboxMessage(UUID id, String topic, String key, String type, Map<String, String> headers, String body) {
    /** What a broker and its clients take unless they are told otherwise (message.max.bytes), with room for what they add. */
    private static final int MAX_BYTES = 1024 * 1024 - 1024;

    /** Kafka's own of each header, at most. */
    private static final int HEADER_BYTES = 10;

    /** Whether Kafka would not take it: then it would wait for ever, with all that is behind it. */
    boolean isTooLarge() {
        int bytes = bytes(key) + bytes(body);
        for (Map.Entry<String, String> header : headers.entrySet())
            bytes += bytes(header.getKey()) + bytes(header.getValue()) + HEADER_BYTES;
        return bytes > MAX_BYTES;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
