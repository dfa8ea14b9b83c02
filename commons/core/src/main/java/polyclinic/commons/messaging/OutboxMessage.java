package polyclinic.commons.messaging;

import java.util.Map;
import java.util.UUID;

/** A Kafka message, complete and waiting in an outbox. */
public record OutboxMessage(UUID id, String topic, String key, String type, Map<String, String> headers, String body) {}
