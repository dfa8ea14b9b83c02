package polyclinic.audit.analytics;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;

/**
 * One thing that somebody did in a page. It is written once.
 *
 * @param data JSON, as it was sent
 * @param requestHash of the request that brought it, where that had an idempotency key
 */
record AnalyticsEvent(
        UUID id,
        String eventType,
        String subject,
        @Nullable String name,
        List<String> roles,
        String data,
        @Nullable String page,
        @Nullable String sessionId,
        @Nullable String ip,
        @Nullable String userAgent,
        Instant occurredAt,
        @Nullable String requestHash) {
    /** @param now of no more than milliseconds, as a BSON date has them */
    static AnalyticsEvent of(
            UUID id,
            RecordEvent sent,
            String data,
            @Nullable String page,
            Caller caller,
            Instant now,
            @Nullable String requestHash) {
        return new AnalyticsEvent(
                id,
                sent.eventType(),
                caller.subject(),
                caller.name(),
                caller.roles().stream().sorted().toList(),
                data,
                page,
                sent.sessionId(),
                caller.ip(),
                caller.userAgent(),
                now,
                requestHash);
    }

    Document toDocument() {
        Document document = new Document("_id", id)
                .append("eventType", eventType)
                .append(
                        "user",
                        present(new Document("subject", subject), "name", name).append("roles", roles))
                .append("data", data)
                .append("occurredAt", Date.from(occurredAt));
        present(document, "page", page);
        present(document, "sessionId", sessionId);
        present(document, "ip", ip);
        present(document, "userAgent", userAgent);
        return present(document, "requestHash", requestHash);
    }

    private static Document present(Document document, String member, @Nullable String value) {
        return value == null ? document : document.append(member, value);
    }

    static AnalyticsEvent of(Document stored) {
        Document user = stored.get("user", new Document());
        return new AnalyticsEvent(
                Objects.requireNonNull(stored.get("_id", UUID.class)),
                text(stored, "eventType"),
                text(user, "subject"),
                user.getString("name"),
                user.getList("roles", String.class, List.of()),
                text(stored, "data"),
                stored.getString("page"),
                stored.getString("sessionId"),
                stored.getString("ip"),
                stored.getString("userAgent"),
                Objects.requireNonNull(stored.getDate("occurredAt")).toInstant(),
                stored.getString("requestHash"));
    }

    private static String text(Document stored, String member) {
        return Objects.requireNonNull(stored.getString(member));
    }
}
