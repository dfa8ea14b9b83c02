package polyclinic.patient.medicalrecords;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.patient.content.EntryStatus;
import polyclinic.patient.fulltext.TextSnippet;

/**
 * A medical record as clients see it.
 *
 * @param dimensions of the embedding that was sent with it; the numbers themselves nobody reads
 * @param snippet in answers to a search the piece of the text that answers it
 * @param highlights of the snippet what was looked for
 */
public record MedicalRecordView(
        UUID id,
        long version,
        UUID patientId,
        LocalDate date,
        MedicalRecordKind kind,
        String title,
        ObjectNode data,
        @Nullable Integer dimensions,
        EntryStatus status,
        Instant recordedAt,
        String recordedBy,
        @Nullable String snippet,
        @Nullable List<TextSnippet.Span> highlights)
        implements PatientData {
    /** The title, and all that the data say, however deep. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(title));
        texts.addAll(RecordData.texts(data));
        return texts;
    }

    MedicalRecordView with(TextSnippet found) {
        return new MedicalRecordView(
                id,
                version,
                patientId,
                date,
                kind,
                title,
                data,
                dimensions,
                status,
                recordedAt,
                recordedBy,
                found.text(),
                found.highlights());
    }
}
