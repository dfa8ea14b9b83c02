package polyclinic.notes.projections.timeline.patientrecord;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Medical records on a timeline, on the day that they are of. */
public final class MedicalRecordTimeline {
    private MedicalRecordTimeline() {}

    /** @param zone where the day begins: the clinic's */
    public static TimelineSource<MedicalRecord> source(ZoneId zone) {
        return TimelineSource.of(
                        "medical_record",
                        MedicalRecord.class,
                        MedicalRecord::patientId,
                        MedicalRecord::medicalRecordId,
                        medicalRecord -> medicalRecord.happenedAt(zone))
                .line("patient.medical-record-recorded.v1", medicalRecord -> medicalRecord.noun() + " recorded")
                .line("patient.medical-record-updated.v1", medicalRecord -> medicalRecord.noun() + " changed");
    }

    public record MedicalRecord(
            @Nullable UUID patientId,
            @Nullable UUID medicalRecordId,
            @Nullable LocalDate date,
            @Nullable String kind) {
        @Nullable
        Instant happenedAt(ZoneId zone) {
            return date == null ? null : date.atStartOfDay(zone).toInstant();
        }

        String noun() {
            return "Medical record (" + TimelineSource.words(kind == null ? "entry" : kind) + ")";
        }
    }
}
