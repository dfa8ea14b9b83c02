package polyclinic.notes.projections.timeline;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Prescriptions on a timeline. */
final class PrescriptionTimeline {
    static final TimelineSource<Prescription> SOURCE = TimelineSource.of(
                    "prescription",
                    Prescription.class,
                    Prescription::patientId,
                    Prescription::prescriptionId,
                    Prescription::occurredAt)
            .staffLine("prescription.drafted.v1", prescription -> "Prescription drafted")
            .staffLine("prescription.issuing.v1", prescription -> "Prescription being issued")
            .line("prescription.issued.v1", prescription -> "Prescription issued" + prescription.withCount())
            .staffLine("prescription.returned-to-draft.v1", prescription -> "Prescription could not be issued")
            .line("prescription.refilled.v1", prescription -> "Prescription refilled")
            .line("prescription.expired.v1", prescription -> "Prescription expired")
            .staffLine("prescription.conflict-found.v1", prescription -> "Prescription conflicts with something new")
            .line("prescription.cancelled.v1", prescription -> "Prescription cancelled");

    private PrescriptionTimeline() {}

    /** @param items counted only, because a timeline does not say what was prescribed */
    record Prescription(
            @Nullable UUID patientId,
            @Nullable UUID prescriptionId,
            @Nullable Instant occurredAt,
            @Nullable List<Object> items) {
        String withCount() {
            if (items == null) return "";
            return items.size() == 1 ? " (1 item)" : " (" + items.size() + " items)";
        }
    }
}
