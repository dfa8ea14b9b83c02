package polyclinic.audit.analytics;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Events that a page has collected, or a single one without a list around it. */
@Schema(
        name = "RecordAnalyticsEvents",
        type = SchemaType.ARRAY,
        implementation = RecordEvent.class,
        minItems = 1,
        maxItems = RecordEvents.MAX,
        description = "Events in the order in which they happened; a single one may come without the list")
@JsonDeserialize(using = RecordEvents.Reader.class)
record RecordEvents(@Size(min = 1, max = RecordEvents.MAX) List<@Valid @NotNull RecordEvent> events) {
    static final int MAX = 100;

    @Override
    @JsonValue
    public List<RecordEvent> events() {
        return events;
    }

    static final class Reader extends JsonDeserializer<RecordEvents> {
        @Override
        public RecordEvents deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartArrayToken())
                return new RecordEvents(List.of(context.readValue(parser, RecordEvent.class)));
            return new RecordEvents(Arrays.asList(context.readValue(parser, RecordEvent[].class)));
        }
    }
}
