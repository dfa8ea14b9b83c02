package polyclinic.commons.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/**
 * An event as it arrives: CloudEvents 1.0 in the Kafka binding's binary mode (attributes in headers {@code ce_*}, JSON
 * data in the value).
 *
 * @param subject id of the aggregate
 * @param actor subject of whoever caused it
 */
public record CloudEvent(
        UUID id,
        String type,
        @Nullable String source,
        @Nullable String subject,
        Instant time,
        @Nullable String actor,
        @Nullable String correlationId,
        @Nullable String traceparent,
        JsonNode data) {
    /** Readers ignore what they do not know: events change by addition only. */
    private static final ObjectReader TOLERANT =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** @throws MalformedEvent when it is no CloudEvent of ours: such a record is poison */
    public static CloudEvent of(ConsumerRecord<String, String> message) {
        try {
            return new CloudEvent(
                    UUID.fromString(header(message, "ce_id")),
                    required(message, "ce_type"),
                    header(message, "ce_source"),
                    header(message, "ce_subject"),
                    Instant.parse(required(message, "ce_time")),
                    header(message, "ce_actor"),
                    header(message, "ce_correlationid"),
                    header(message, "traceparent"),
                    Json.MAPPER.readTree(message.value()));
        } catch (RuntimeException | JsonProcessingException e) {
            throw new MalformedEvent("it is no CloudEvent of the suite");
        }
    }

    /**
     * The data as a record of the reader's own, which names only the fields that the reader needs.
     *
     * @throws MalformedEvent when the data does not fit
     */
    public <T> T as(Class<T> reader) {
        try {
            return TOLERANT.forType(reader).readValue(data);
        } catch (IOException e) {
            throw new MalformedEvent("the data of " + type + " is not as agreed");
        }
    }

    private static String required(ConsumerRecord<String, String> message, String name) {
        String value = header(message, name);
        if (value == null) throw new IllegalArgumentException(name);
        return value;
    }

    private static @Nullable String header(ConsumerRecord<String, String> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Not an event: it goes to the dead-letter topic. */
    public static final class MalformedEvent extends RuntimeException {
        private final String reason;

        MalformedEvent(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        /** What is wrong with it, without anything that it says. */
        public String reason() {
            return reason;
        }
    }
}
