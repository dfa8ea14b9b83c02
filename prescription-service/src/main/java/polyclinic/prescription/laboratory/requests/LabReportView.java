package polyclinic.prescription.laboratory.requests;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.prescription.laboratory.LabReport;
import polyclinic.prescription.laboratory.LabResult;

/**
 * One version of a request's results as clients see it.
 *
 * @param version 1, 2, 3 …
 * @param results of all tests that have one, those of the version before included
 * @param reason why it corrects the version before, or null
 * @param review null until a doctor has reviewed this version
 */
public record LabReportView(
        @JsonIgnore UUID patientId,
        int version,
        LabReport.Status status,
        List<LabResult> results,
        boolean critical,
        Instant performedAt,
        Instant recordedAt,
        String recordedBy,
        @Nullable String reason,
        @Nullable Review review)
        implements PatientData {

    /** @param comment null as well for whom it is not meant, the laboratory */
    public record Review(
            String reviewedBy, Instant reviewedAt, @Nullable String comment) {}

    static LabReportView of(UUID patientId, LabReport report, boolean readsReviews) {
        return new LabReportView(
                patientId,
                report.version(),
                report.status(),
                report.results(),
                report.isCritical(),
                report.performedAt(),
                report.recordedAt(),
                report.recordedBy(),
                report.reason(),
                review(report, readsReviews));
    }

    private static @Nullable Review review(LabReport report, boolean readsReviews) {
        String by = report.reviewedBy();
        Instant at = report.reviewedAt();
        return by == null || at == null ? null : new Review(by, at, readsReviews ? report.reviewComment() : null);
    }
}
