package polyclinic.commons.mongo;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.OutboxMessage;

/**
 * The outbox inside the document: the events of a change are part of the same single-document write. Put the result
 * into the field {@code outbox} (on an update: {@code $push} with {@code $each}) and set {@code outboxPending} to true;
 * {@link MongoOutboxRelay} sends the messages in order and removes them.
 */
@ApplicationScoped
public class MongoOutbox {
    public static final String FIELD = "outbox";
    public static final String PENDING = "outboxPending";

    private final CloudEventFactory envelopes;
    private final Audit audit;

    MongoOutbox(CloudEventFactory envelopes, Audit audit) {
        this.envelopes = envelopes;
        this.audit = audit;
    }

    /** The events of a change and its audit entry, ready to embed. */
    public List<Document> embed(AuditEntry entry, Event... events) {
        return embed(Stream.concat(Stream.of(events).map(envelopes::event), Stream.of(audit.message(entry)))
                .toArray(OutboxMessage[]::new));
    }

    /** An event whose audit entry lies in another document of the same request. */
    public List<Document> embed(Event event) {
        return embed(envelopes.event(event));
    }

    public List<Document> embed(OutboxMessage... messages) {
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
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))))
                .append("body", message.body());
    }

    /** False for what nobody could send, since somebody wrote it who is not this class. */
    static boolean isReadable(Document stored) {
        return List.of("topic", "key", "type", "body").stream().allMatch(member -> stored.get(member) instanceof String)
                && stored.get("headers") instanceof Document headers
                && headers.values().stream().allMatch(String.class::isInstance);
    }

    /** What can be read of it: {@link #isReadable} says whether that is all. */
    static OutboxMessage message(Document stored) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (stored.get("headers") instanceof Document written)
            written.forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return new OutboxMessage(
                stored.get("id", UUID.class),
                text(stored, "topic"),
                text(stored, "key"),
                text(stored, "type"),
                headers,
                text(stored, "body"));
    }

    private static String text(Document stored, String member) {
        return stored.get(member) instanceof String text ? text : "";
    }
}
