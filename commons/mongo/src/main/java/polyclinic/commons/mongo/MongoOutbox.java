package polyclinic.commons.mongo;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.OutboxMessage;

/**
 * The outbox inside the document: what a change tells the world is part of the same single-document write. Put the result
 * into the field {@code outbox} (on an update: {@code $push} with {@code $each}) and set {@code outboxPending} to true;
 * {@link MongoOutboxRelay} sends the messages in order and removes them.
 */
@ApplicationScoped
public class MongoOutbox {
    public static final String FIELD = "outbox";
    public static final String PENDING = "outboxPending";

    private final CloudEventFactory envelopes;
    private final MongoOutboxRelay relay;

    MongoOutbox(CloudEventFactory envelopes, MongoOutboxRelay relay) {
        this.envelopes = envelopes;
        this.relay = relay;
    }

    /** The events of a change and its audit entry, ready to embed. */
    public List<Document> embed(AuditEntry entry, Event... events) {
        return embed(Stream.concat(Stream.of(events).map(envelopes::event), Stream.of(envelopes.audit(entry)))
                .toArray(OutboxMessage[]::new));
    }

    public List<Document> embed(OutboxMessage... messages) {
        relay.wake();
        return Stream.of(messages).map(MongoOutbox::document).toList();
    }

    static Document document(OutboxMessage message) {
        return new Document("id", message.id())
                .append("topic", message.topic())
                .append("key", message.key())
                .append("type", message.type())
                .append(
                        "headers",
                        new Document(message.headers().entrySet().stream()
                                .collect(java.util.stream.Collectors.toMap(
                                        java.util.Map.Entry::getKey, java.util.Map.Entry::getValue))))
                .append("body", message.body());
    }

    static OutboxMessage message(Document stored) {
        java.util.Map<String, String> headers = new java.util.LinkedHashMap<>();
        stored.get("headers", Document.class).forEach((name, value) -> headers.put(name, (String) value));
        return new OutboxMessage(
                stored.get("id", UUID.class),
                stored.getString("topic"),
                stored.getString("key"),
                stored.getString("type"),
                headers,
                stored.getString("body"));
    }
}
