package polyclinic.commons.postgres;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.OutboxMessage;

/**
 * The transactional outbox: the events of a change are rows of the same transaction. {@link OutboxRelay} sends the
 * rows to Kafka. The column {@code aggregatetype} holds the topic.
 */
@ApplicationScoped
public class Outbox {
    /** The one place that names the columns; a statement of a feature's own puts rows or a select behind it. */
    public static final String INSERT_INTO =
            "insert into outbox (id, aggregatetype, aggregateid, type, payload, headers)";

    private final CloudEventFactory envelopes;
    private final Audit audit;
    private final OutboxRelay relay;

    Outbox(CloudEventFactory envelopes, Audit audit, OutboxRelay relay) {
        this.envelopes = envelopes;
        this.audit = audit;
        this.relay = relay;
    }

    /** The events of a change and its audit entry, in one statement. */
    public Uni<Void> append(AuditEntry entry, Event... events) {
        return append(Stream.concat(Stream.of(events).map(envelopes::event), Stream.of(audit.message(entry)))
                .toList());
    }

    public Uni<Void> append(Event... events) {
        return append(Stream.of(events).map(envelopes::event).toList());
    }

    /** @throws IllegalStateException (as a failure) when no transaction is open */
    public Uni<Void> append(List<OutboxMessage> messages) {
        if (messages.isEmpty()) return Uni.createFrom().voidItem();
        return Panache.currentTransaction()
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("the outbox needs an open transaction"))
                .chain(open -> Panache.getSession())
                .chain(session -> insert(session, messages))
                .invoke(relay::wake)
                .replaceWithVoid();
    }

    private static Uni<Integer> insert(Mutiny.Session session, List<OutboxMessage> messages) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++)
            rows.add("(:id%d, :topic%d, :key%d, :type%d, :payload%d, :headers%d)".replace("%d", String.valueOf(i)));
        var statement = session.createNativeQuery(INSERT_INTO + " values " + String.join(", ", rows));
        for (int i = 0; i < messages.size(); i++) {
            OutboxMessage message = messages.get(i);
            statement
                    .setParameter("id" + i, message.id())
                    .setParameter("topic" + i, message.topic())
                    .setParameter("key" + i, message.key())
                    .setParameter("type" + i, message.type())
                    .setParameter("payload" + i, message.body())
                    .setParameter("headers" + i, Json.write(message.headers()));
        }
        return statement.executeUpdate();
    }
}
