package polyclinic.patient.medicalrecords;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.patient.content.EntryDay;
import polyclinic.patient.embeddings.EmbeddingVector;

/**
 * A medical record.
 *
 * @param date the day that it is of
 * @param data what it says: a JSON object of any members, at most 64 KiB
 * @param embedding what a model of the client's makes of title and data, one number for each dimension
 */
record WriteMedicalRecord(
        @NotNull LocalDate date,
        @NotNull MedicalRecordKind kind,
        @NotBlank @SingleLine @Size(max = 300) String title,
        @NotNull ObjectNode data,

        @Size(min = 1, max = EmbeddingVector.MAX_DIMENSIONS) @Nullable
        List<@NotNull Float> embedding) {
    /** Fails with 422 for a day to come, for data that cannot be kept, and for an embedding without a direction. */
    WriteMedicalRecord checked(Instant now) {
        EntryDay.requirePast("date", date, now);
        RecordData.require("data", data);
        if (embedding != null) EmbeddingVector.of("embedding", embedding);
        return this;
    }
}
