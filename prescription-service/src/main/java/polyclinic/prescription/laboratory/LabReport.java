package polyclinic.prescription.laboratory;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Ids;

/** One version of a request's results (FHIR: DiagnosticReport). It never changes, but that a doctor reviews it once. */
@Entity
@Table(name = "lab_report")
public class LabReport {
    /** FHIR's {@code DiagnosticReport.status}. */
    public enum Status {
        /** Results of some tests are still to come. */
        PRELIMINARY,
        FINAL,
        CORRECTED
    }

    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "lab_request_id")
    private LabRequest request;

    private int version;

    @Enumerated(EnumType.STRING)
    private Status status;

    @Convert(converter = LaboratoryColumns.Results.class)
    private List<LabResult> results = List.of();

    private boolean critical;

    @Column(name = "performed_at")
    private Instant performedAt;

    private @Nullable String reason;

    @Column(name = "recorded_by")
    private String recordedBy;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    @Column(name = "reviewed_by")
    private @Nullable String reviewedBy;

    @Column(name = "reviewed_at")
    private @Nullable Instant reviewedAt;

    @Column(name = "review_comment")
    private @Nullable String reviewComment;

    @SuppressWarnings("NullAway.Init")
    protected LabReport() {}

    static LabReport of(
            LabRequest request,
            int version,
            Status status,
            List<LabResult> results,
            Instant performedAt,
            @Nullable String reason,
            String by,
            Instant now) {
        LabReport report = new LabReport();
        report.id = Ids.next();
        report.request = request;
        report.version = version;
        report.status = status;
        report.results = List.copyOf(results);
        report.critical = results.stream().anyMatch(LabResult::critical);
        report.performedAt = performedAt;
        report.reason = reason;
        report.recordedBy = by;
        report.recordedAt = now;
        return report;
    }

    void review(String by, @Nullable String comment, Instant now) {
        reviewedBy = by;
        reviewedAt = now;
        reviewComment = comment;
    }

    public UUID id() {
        return id;
    }

    public int version() {
        return version;
    }

    public Status status() {
        return status;
    }

    public List<LabResult> results() {
        return results;
    }

    public boolean isCritical() {
        return critical;
    }

    public Instant performedAt() {
        return performedAt;
    }

    /** Why it corrects the version before it; null where it does not. */
    public @Nullable String reason() {
        return reason;
    }

    public String recordedBy() {
        return recordedBy;
    }

    public Instant recordedAt() {
        return recordedAt;
    }

    public @Nullable String reviewedBy() {
        return reviewedBy;
    }

    public @Nullable Instant reviewedAt() {
        return reviewedAt;
    }

    public @Nullable String reviewComment() {
        return reviewComment;
    }
}
