package polyclinic.notes.projections.timeline.lines;

import com.mongodb.client.model.Filters;
import java.util.Objects;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;

/** The lines that go when something was entered in error, or a draft was discarded. */
public record RemovedLines(
        @Nullable UUID patientId,
        @Nullable UUID clinicalDataId,
        @Nullable UUID historyId,
        @Nullable UUID noteId,
        @Nullable UUID conditionId,
        @Nullable UUID immunizationId,
        @Nullable UUID medicalRecordId,
        @Nullable UUID transcriptId) {
    /** The condition of the lines, or null for an event that removes none. */
    public static @Nullable Bson of(CloudEvent event) {
        return switch (event.type()) {
            case "clinical-data.entered-in-error.v1" ->
                event.as(RemovedLines.class).clinicalData();
            case "history.entered-in-error.v1" -> event.as(RemovedLines.class).history();
            case "transcript.entered-in-error.v1" ->
                event.as(RemovedLines.class).transcript();
            case "note.entered-in-error.v1", "note.discarded.v1" ->
                event.as(RemovedLines.class).note();
            case "patient.condition-removed.v1" -> event.as(RemovedLines.class).condition();
            case "patient.immunization-removed.v1" ->
                event.as(RemovedLines.class).immunization();
            case "patient.medical-record-removed.v1" ->
                event.as(RemovedLines.class).medicalRecord();
            default -> null;
        };
    }

    private Bson clinicalData() {
        return about("clinical_data", clinicalDataId);
    }

    private Bson history() {
        return about("history", historyId);
    }

    private Bson note() {
        return about("note", noteId);
    }

    private Bson condition() {
        return about("condition", conditionId);
    }

    private Bson immunization() {
        return about("immunization", immunizationId);
    }

    private Bson medicalRecord() {
        return about("medical_record", medicalRecordId);
    }

    private Bson transcript() {
        return about("transcript", transcriptId);
    }

    private Bson about(String entityType, @Nullable UUID entity) {
        return Filters.and(
                Filters.eq("patientId", Objects.requireNonNull(patientId, "patientId")),
                Filters.eq("entityType", entityType),
                Filters.eq(
                        "entityId", Objects.requireNonNull(entity, "entityId").toString()));
    }
}
