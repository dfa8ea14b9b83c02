package polyclinic.notes.clinicaldata;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;

record ClinicalDataView(
        UUID id,
        UUID patientId,
        String dataType,
        JsonNode data,
        @Nullable JsonNode metadata,
        Instant effectiveAt,
        Author recordedBy,
        Instant recordedAt)
        implements PatientData {

    static ClinicalDataView of(ClinicalData item) {
        return new ClinicalDataView(
                item.id(),
                item.patientId(),
                item.dataType(),
                ContentRules.toJson(item.data()),
                item.metadata() == null ? null : ContentRules.toJson(item.metadata()),
                item.effectiveAt(),
                item.recordedBy(),
                item.recordedAt());
    }
}
