package polyclinic.audit.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/**
 * An event as administrators see it.
 *
 * @param user the account that has reported it
 * @param page of {@code data.page}, with placeholders for ids
 * @param occurredAt when it arrived
 */
@Schema(name = "AnalyticsEvent")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnalyticsEventView(
        UUID id,
        String eventType,
        User user,
        JsonNode data,
        @Nullable String page,
        @Nullable String sessionId,
        @Nullable String ip,
        @Nullable String userAgent,
        Instant occurredAt) {
    /** An account. */
    @Schema(name = "AnalyticsUser")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record User(String subject, @Nullable String name) {}

    static AnalyticsEventView of(AnalyticsEvent event) {
        return new AnalyticsEventView(
                event.id(),
                event.eventType(),
                new User(event.subject(), event.name()),
                json(event.data()),
                event.page(),
                event.sessionId(),
                event.ip(),
                event.userAgent(),
                event.occurredAt());
    }

    private static JsonNode json(String data) {
        try {
            return Json.MAPPER.readTree(data);
        } catch (JsonProcessingException damaged) {
            return Json.MAPPER.createObjectNode();
        }
    }
}
