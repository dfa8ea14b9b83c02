package polyclinic.commons.postgres.statements;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import polyclinic.commons.json.Json;
import polyclinic.commons.messaging.OutboxMessage;

/** Messages as columns of the outbox, for {@code unnest} behind {@code Outbox.INSERT_INTO}. */
public final class OutboxColumns {
    private OutboxColumns() {}

    /** Six arrays: {@code uuid[]} and five times {@code text[]}. */
    public static List<Object> of(List<OutboxMessage> messages) {
        return List.of(
                messages.stream().map(OutboxMessage::id).toArray(UUID[]::new),
                column(messages, OutboxMessage::topic),
                column(messages, OutboxMessage::key),
                column(messages, OutboxMessage::type),
                column(messages, OutboxMessage::body),
                column(messages, message -> Json.write(message.headers())));
    }

    private static String[] column(List<OutboxMessage> messages, Function<OutboxMessage, String> value) {
        return messages.stream().map(value).toArray(String[]::new);
    }
}
