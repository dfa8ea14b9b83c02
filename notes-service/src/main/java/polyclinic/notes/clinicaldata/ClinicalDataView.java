package polyclinic.notes.clinicaldata;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.content.EnteredInError;

/**
 * Clinical data as clients see them.
 *
 * @param labRequestId the laboratory request whose results they are, and which version of them; null for others
 * @param enteredInError that they should never have been, or null
 */
record ClinicalDataView(
        UUID id,
        UUID patientId,
        String dataType,
        JsonNode data,
        @Nullable JsonNode metadata,
        Instant effectiveAt,
        Author recordedBy,
        Instant recordedAt,
        @Nullable UUID labRequestId,
        @Nullable Integer labRequestVersion,
        @Nullable EnteredInError enteredInError,
        @JsonIgnore long version)
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
                item.recordedAt(),
                item.labRequestId(),
                item.labRequestVersion(),
                item.enteredInError(),
                item.version());
    }
}
