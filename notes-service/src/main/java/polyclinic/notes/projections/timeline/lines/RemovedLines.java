package polyclinic.notes.projections.timeline.lines;

import com.mongodb.client.model.Filters;
import java.util.Objects;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;

/** The lines that go when something was entered in error. */
public record RemovedLines(
        @Nullable UUID patientId,
        @Nullable UUID clinicalDataId,
        @Nullable UUID historyId) {
    /** The condition of the lines, or null for an event that removes none. */
    public static @Nullable Bson of(CloudEvent event) {
        return switch (event.type()) {
            case "clinical-data.entered-in-error.v1" ->
                event.as(RemovedLines.class).about("clinical_data");
            case "history.entered-in-error.v1" -> event.as(RemovedLines.class).about("history");
            default -> null;
        };
    }

    private Bson about(String entityType) {
        UUID entity = entityType.equals("history") ? historyId : clinicalDataId;
        return Filters.and(
                Filters.eq("patientId", Objects.requireNonNull(patientId, "patientId")),
                Filters.eq("entityType", entityType),
                Filters.eq(
                        "entityId", Objects.requireNonNull(entity, "entityId").toString()));
    }
}
