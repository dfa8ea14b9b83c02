package polyclinic.notes.projections.timeline;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Laboratory requests on a timeline. What no doctor has looked at yet is for the staff. */
final class LabRequestTimeline {
    static final TimelineSource<LabRequest> SOURCE = TimelineSource.of(
                    "lab_request",
                    LabRequest.class,
                    LabRequest::patientId,
                    LabRequest::labRequestId,
                    LabRequest::occurredAt)
            .line("lab-request.requested.v1", request -> "Laboratory tests requested" + request.withCount())
            .line("lab-request.collected.v1", request -> "Specimen collected")
            .staffLine("lab-request.resulted.v1", request -> "Laboratory results reported")
            .staffLine("lab-request.corrected.v1", request -> "Laboratory results corrected")
            .line("lab-request.reviewed.v1", request -> "Laboratory results reviewed")
            .line("lab-request.cancelled.v1", request -> "Laboratory tests cancelled");

    private LabRequestTimeline() {}

    /** @param tests counted only, because a timeline does not say what was asked for */
    record LabRequest(
            @Nullable UUID patientId,
            @Nullable UUID labRequestId,
            @Nullable Instant occurredAt,
            @Nullable List<Object> tests) {
        String withCount() {
            if (tests == null) return "";
            return tests.size() == 1 ? " (1 test)" : " (" + tests.size() + " tests)";
        }
    }
}
