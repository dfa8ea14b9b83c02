package polyclinic.notes.projections.timeline.documents;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Clinical data on a timeline, where they belong and not where they were typed in. */
public final class ClinicalDataTimeline {
    public static final TimelineSource<ClinicalData> SOURCE = TimelineSource.of(
                    "clinical_data",
                    ClinicalData.class,
                    ClinicalData::patientId,
                    ClinicalData::clinicalDataId,
                    ClinicalData::happenedAt)
            .line("clinical-data.recorded.v1", data -> data.noun() + " recorded")
            .unless(ClinicalData::haveLines);

    private ClinicalDataTimeline() {}

    public record ClinicalData(
            @Nullable UUID patientId,
            @Nullable UUID clinicalDataId,
            @Nullable Instant effectiveAt,
            @Nullable Instant occurredAt,
            @Nullable String dataType,
            @Nullable UUID labRequestId) {
        /** Results of a laboratory request have the request's lines, of which patients see some only. */
        boolean haveLines() {
            return labRequestId != null;
        }

        @Nullable
        Instant happenedAt() {
            return effectiveAt == null ? occurredAt : effectiveAt;
        }

        String noun() {
            return TimelineSource.noun(dataType, "clinical data");
        }
    }
}
