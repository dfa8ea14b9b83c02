package polyclinic.audit.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/**
 * What a page says that somebody has done in it. Who, from where, by what and when is the server's to say.
 *
 * @param eventType in snake case: {@code page_view}, {@code click}, {@code search} …
 * @param data what belongs to it, such as {@code page} (a path) and {@code duration}; no names, and nothing that was typed
 * @param sessionId what the page calls this visit of its
 */
@Schema(name = "RecordAnalyticsEvent")
record RecordEvent(
        @NotNull @Pattern(regexp = "[a-z][a-z0-9_]{0,49}") String eventType,

        @Nullable JsonNode data,

        @Nullable @SingleLine @Size(min = 1, max = 100) String sessionId) {}
