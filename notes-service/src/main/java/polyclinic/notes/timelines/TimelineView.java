package polyclinic.notes.timelines;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.notes.projections.timeline.lines.TimelineEntry;

record TimelineView(
        @JsonIgnore UUID patientId,
        UUID id,
        Instant occurredAt,
        String kind,
        String title,
        @Nullable String source,
        String entityType,
        @Nullable String entityId)
        implements PatientData {

    static TimelineView of(TimelineEntry entry) {
        return new TimelineView(
                entry.patientId(),
                entry.id(),
                entry.occurredAt(),
                entry.kind(),
                entry.title(),
                entry.source(),
                entry.entityType(),
                entry.entityId());
    }
}
