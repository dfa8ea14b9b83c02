package polyclinic.prescription.laboratory.requests;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.identity.Caller;
import polyclinic.prescription.access.LabAccessPolicy;
import polyclinic.prescription.laboratory.LabPriority;
import polyclinic.prescription.laboratory.LabReport;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequestStatus;
import polyclinic.prescription.laboratory.LabSpecimen;
import polyclinic.prescription.laboratory.LabTest;

/**
 * A laboratory request as clients see it. Who the patient is says the label alone.
 *
 * @param number what people say and what stands on labels
 * @param report the newest version of the results, or null while there are none
 * @param reviewDueAt until when the results should be reviewed, or null when nothing waits
 */
public record LabRequestView(
        UUID id,
        long version,
        String number,
        UUID patientId,
        @Nullable UUID encounterId,
        @Nullable UUID appointmentId,
        RequestedBy requestedBy,
        LabPriority priority,
        LabRequestStatus status,
        List<LabTest> tests,
        @Nullable String note,
        List<LabSpecimen> specimens,
        @Nullable LabReportView report,
        Instant requestedAt,
        @Nullable Instant collectedAt,
        @Nullable Instant resultedAt,
        @Nullable Instant reviewDueAt,
        @Nullable Instant reviewedAt,
        @Nullable Instant cancelledAt,
        @Nullable String cancellationReason,
        Instant updatedAt)
        implements PatientData {
    /** The path of laboratory requests, for the resources of all features. */
    public static final String PATH = "/api/v1/lab-requests";

    /** @param doctorId null where the account is no doctor's that is known here */
    public record RequestedBy(@Nullable UUID doctorId, String subject) {}

    /** The path at which it can be read. */
    public String location() {
        return PATH + "/" + id;
    }

    public static LabRequestView of(LabRequest request, Caller caller) {
        LabReport report = request.report();
        return new LabRequestView(
                request.id(),
                request.version(),
                request.number(),
                request.patientId(),
                request.encounterId(),
                request.appointmentId(),
                new RequestedBy(request.doctorId(), request.doctorSubject()),
                request.priority(),
                request.status(),
                request.tests(),
                request.note(),
                request.specimens(),
                report == null
                        ? null
                        : LabReportView.of(request.patientId(), report, LabAccessPolicy.readsReviews(caller)),
                request.requestedAt(),
                request.collectedAt(),
                request.resultedAt(),
                request.reviewDueAt(),
                request.reviewedAt(),
                request.cancelledAt(),
                request.cancellationReason(),
                request.updatedAt());
    }
}
