package polyclinic.notes.clinical;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import polyclinic.notes.content.Contents;
import polyclinic.notes.people.Author;

record ClinicalDataView(
        UUID id,
        UUID patientId,
        String dataType,
        JsonNode data,
        JsonNode metadata,
        Instant effectiveAt,
        Author recordedBy,
        Instant recordedAt) {

    static ClinicalDataView of(ClinicalData item) {
        return new ClinicalDataView(
                item.id,
                item.patientId,
                item.dataType,
                Contents.toJson(item.data),
                item.metadata == null ? null : Contents.toJson(item.metadata),
                item.effectiveAt,
                item.recordedBy,
                item.recordedAt);
    }
}
