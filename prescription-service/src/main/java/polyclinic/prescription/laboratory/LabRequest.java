package polyclinic.prescription.laboratory;

import static polyclinic.prescription.laboratory.LabRequestStatus.CANCELLED;
import static polyclinic.prescription.laboratory.LabRequestStatus.COLLECTED;
import static polyclinic.prescription.laboratory.LabRequestStatus.REQUESTED;
import static polyclinic.prescription.laboratory.LabRequestStatus.RESULTED;
import static polyclinic.prescription.laboratory.LabRequestStatus.REVIEWED;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.annotations.SQLRestriction;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.prescription.laboratory.LabReport.Status;
import polyclinic.prescription.laboratory.values.ReferenceRange;

/**
 * A doctor's request for laboratory tests (FHIR: ServiceRequest) with what became of it. Results come in versions that are all
 * kept; each newer one, be it a correction or the results that were still to come, waits for a review of its own.
 */
@Entity
@Table(name = "lab_request")
public class LabRequest {
    private static final int MAX_SPECIMENS = 50;
    private static final int MAX_VERSIONS = 100;
    /** With those that follow from other results: an invoice takes as many lines. */
    private static final int MAX_TESTS = 200;

    @Id
    private UUID id;

    @Version
    private long version;

    private String number;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "appointment_id")
    private @Nullable UUID appointmentId;

    @Column(name = "encounter_id")
    private @Nullable UUID encounterId;

    @Column(name = "doctor_id")
    private @Nullable UUID doctorId;

    @Column(name = "doctor_subject")
    private String doctorSubject;

    @Enumerated(EnumType.STRING)
    private LabPriority priority;

    @Enumerated(EnumType.STRING)
    private LabRequestStatus status;

    @Convert(converter = LaboratoryColumns.Tests.class)
    private List<LabTest> tests = List.of();

    @Convert(converter = LaboratoryColumns.Specimens.class)
    private List<LabSpecimen> specimens = List.of();

    private @Nullable String note;

    /** The newest version, and behind it those that were added since it was read. The earlier ones are in the way of nobody. */
    @OneToMany(mappedBy = "request", cascade = CascadeType.ALL, fetch = FetchType.LAZY)
    @SQLRestriction("version = (select newest.result_version from lab_request newest where newest.id = lab_request_id)")
    @OrderBy("version")
    private List<LabReport> reports = new ArrayList<>();

    @Column(name = "result_version")
    private int resultVersion;

    private boolean critical;
    private boolean released;

    @Column(name = "review_due_at")
    private @Nullable Instant reviewDueAt;

    @Column(name = "overdue_told")
    private int overdueTold;

    @Column(name = "requested_at")
    private Instant requestedAt;

    @Column(name = "collected_at")
    private @Nullable Instant collectedAt;

    @Column(name = "resulted_at")
    private @Nullable Instant resultedAt;

    @Column(name = "reviewed_at")
    private @Nullable Instant reviewedAt;

    @Column(name = "cancelled_at")
    private @Nullable Instant cancelledAt;

    @Column(name = "cancellation_reason")
    private @Nullable String cancellationReason;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected LabRequest() {}

    /** Who asks for what, of whom and in which appointment or encounter, if in any. */
    public record Order(
            UUID patientId,
            @Nullable UUID appointmentId,
            @Nullable UUID encounterId,
            @Nullable UUID doctorId,
            String doctorSubject,
            LabPriority priority,
            List<LabTest> tests,
            @Nullable String note) {}

    /** @param number what people call it by; unique */
    public static LabRequest requested(String number, Order order, Instant now) {
        Set<String> codes = order.tests().stream().map(LabTest::code).collect(Collectors.toSet());
        if (codes.size() < order.tests().size()) throw Problem.invalid("tests", "must not name a code twice");
        LabRequest request = new LabRequest();
        request.id = Ids.next();
        request.number = number;
        request.patientId = order.patientId();
        request.appointmentId = order.appointmentId();
        request.encounterId = order.encounterId();
        request.doctorId = order.doctorId();
        request.doctorSubject = order.doctorSubject();
        request.priority = order.priority();
        request.tests = List.copyOf(order.tests());
        request.note = order.note();
        request.status = REQUESTED;
        request.requestedAt = now;
        request.updatedAt = now;
        return request;
    }

    /** A specimen that was taken; the request gives it its label's id. */
    public record Sample(String type, @Nullable String container, Instant collectedAt) {}

    /** Adds specimens; also to those that there are, because one may be too little or spoilt. */
    public void collect(List<Sample> samples, String by, Instant now) {
        if (status != REQUESTED && status != COLLECTED) throw new InvalidLabRequestTransition("collected", status);
        if (specimens.size() + samples.size() > MAX_SPECIMENS)
            throw Problem.invalid("specimens", "are more than " + MAX_SPECIMENS);
        List<LabSpecimen> all = new ArrayList<>(specimens);
        for (Sample sample : samples)
            all.add(new LabSpecimen(
                    number + "-" + (all.size() + 1), sample.type(), sample.container(), sample.collectedAt(), by));
        specimens = List.copyOf(all);
        status = COLLECTED;
        if (collectedAt == null) collectedAt = now;
        updatedAt = now;
    }

    /**
     * Adds the results of some or all tests that have none yet, as a new version that holds the earlier ones too. Fails with 409
     * {@code result-exists} for a test that has one: that would be a correction.
     *
     * @param reflex tests that were not asked for and follow from other results
     */
    public void result(List<LabResult> results, List<LabTest> reflex, Publication publication) {
        if (!takesResults()) throw new InvalidLabRequestTransition("resulted", status);
        Map<String, LabResult> all = current();
        for (LabResult result : results)
            if (all.put(result.code(), result.performedAtOr(publication.performedAt())) != null)
                throw new Problem(409, "result-exists", "A test has a result already; correct that one.");
        List<LabTest> extended = new ArrayList<>(tests);
        extended.addAll(reflex);
        if (extended.size() > MAX_TESTS)
            throw Problem.invalid("results", "must not bring the request to more than %d tests".formatted(MAX_TESTS));
        tests = List.copyOf(extended);
        publish(all, all.size() < tests.size() ? Status.PRELIMINARY : Status.FINAL, null, publication);
    }

    /**
     * Replaces results by a new version. One that does not say when it was measured was measured when the one that it replaces was.
     * Fails with 422 {@code unknown-test} for a test that has none.
     */
    public void correct(List<LabResult> results, String reason, Publication publication) {
        if (status != RESULTED && status != REVIEWED) throw new InvalidLabRequestTransition("corrected", status);
        Map<String, LabResult> all = current();
        for (LabResult result : results) {
            LabResult wrong = all.get(result.code());
            if (wrong == null) throw new UnknownTest("A test that is to be corrected has no result.");
            all.put(result.code(), result.performedAtOr(wrong.performedAt()));
        }
        publish(all, all.size() < tests.size() ? Status.PRELIMINARY : Status.CORRECTED, reason, publication);
    }

    /**
     * How a version becomes known.
     *
     * @param released whether the patient may see it before the review
     * @param reviewDueAt until when somebody has to review it, by whether it is critical
     */
    public record Publication(
            Instant performedAt, String by, Instant now, boolean released, Function<Boolean, Instant> reviewDueAt) {}

    private void publish(Map<String, LabResult> all, Status kind, @Nullable String reason, Publication publication) {
        if (resultVersion == MAX_VERSIONS)
            throw new Problem(409, "too-many-versions", "The results have too many versions.");
        LabReport report = LabReport.of(
                this,
                ++resultVersion,
                kind,
                List.copyOf(all.values()),
                publication.performedAt(),
                reason,
                publication.by(),
                publication.now());
        reports.add(report);
        status = RESULTED;
        critical = report.isCritical();
        released = publication.released();
        reviewDueAt = publication.reviewDueAt().apply(critical);
        resultedAt = publication.now();
        updatedAt = publication.now();
    }

    private boolean takesResults() {
        if (status == COLLECTED) return true;
        LabReport newest = report();
        return newest != null && newest.results().size() < tests.size();
    }

    private Map<String, LabResult> current() {
        Map<String, LabResult> all = new LinkedHashMap<>();
        LabReport newest = report();
        if (newest != null)
            for (LabResult result : newest.results())
                all.put(result.code(), result.performedAtOr(newest.performedAt()));
        return all;
    }

    /** Fails with 409 when it was cancelled: a label would send somebody to bleed the patient. */
    public void requireLabels() {
        if (status == CANCELLED) throw new InvalidLabRequestTransition("labelled", status);
    }

    /** A doctor has seen the newest version, which the patient may see from now on. */
    public void review(String by, @Nullable String comment, Instant now) {
        if (status != RESULTED) throw new InvalidLabRequestTransition("reviewed", status);
        Objects.requireNonNull(report()).review(by, comment, now);
        status = REVIEWED;
        released = true;
        reviewDueAt = null;
        reviewedAt = now;
        updatedAt = now;
    }

    public void cancel(String reason, Instant now) {
        if (status != REQUESTED && status != COLLECTED) throw new InvalidLabRequestTransition("cancelled", status);
        status = CANCELLED;
        cancellationReason = reason;
        cancelledAt = now;
        updatedAt = now;
    }

    /** That the newest version was not reviewed in time has been told, which is done once a version. */
    public LabRequestEvent.ReviewOverdue tellOverdue(Instant now) {
        overdueTold = resultVersion;
        return new LabRequestEvent.ReviewOverdue(
                id, patientId, doctorId, resultVersion, critical, Objects.requireNonNull(reviewDueAt), now);
    }

    /** @param reason why it was cancelled or corrected, else null */
    public LabRequestEvent.Snapshot snapshot(@Nullable String reason, Instant now) {
        LabReport newest = report();
        return new LabRequestEvent.Snapshot(
                id,
                version,
                patientId,
                encounterId,
                appointmentId,
                new LabRequestEvent.RequestedBy(doctorId, doctorSubject),
                priority.name().toLowerCase(Locale.ROOT),
                tests,
                status.name().toLowerCase(Locale.ROOT),
                resultVersion,
                newest == null
                        ? List.of()
                        : newest.results().stream().map(LabRequest::told).toList(),
                newest == null ? null : newest.performedAt(),
                critical,
                released,
                reason,
                now);
    }

    private static LabRequestEvent.Result told(LabResult result) {
        ReferenceRange range = result.referenceRange();
        return new LabRequestEvent.Result(
                result.code(),
                result.name(),
                result.value(),
                result.unit(),
                result.comparator(),
                range == null ? null : new LabRequestEvent.Range(range.low(), range.high(), range.text()),
                result.interpretation(),
                result.critical(),
                result.performedAt());
    }

    /** The newest version of the results, or null while there are none. */
    public @Nullable LabReport report() {
        return reports.isEmpty() ? null : reports.get(reports.size() - 1);
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public String number() {
        return number;
    }

    public UUID patientId() {
        return patientId;
    }

    public @Nullable UUID appointmentId() {
        return appointmentId;
    }

    public @Nullable UUID encounterId() {
        return encounterId;
    }

    public @Nullable UUID doctorId() {
        return doctorId;
    }

    public String doctorSubject() {
        return doctorSubject;
    }

    public LabPriority priority() {
        return priority;
    }

    public LabRequestStatus status() {
        return status;
    }

    public List<LabTest> tests() {
        return tests;
    }

    public List<LabSpecimen> specimens() {
        return specimens;
    }

    public @Nullable String note() {
        return note;
    }

    /** All versions of the results, oldest first. */
    /** Of those that were read or added, oldest first. */
    List<LabReport> reports() {
        return reports;
    }

    public int resultVersion() {
        return resultVersion;
    }

    public @Nullable Instant reviewDueAt() {
        return reviewDueAt;
    }

    public Instant requestedAt() {
        return requestedAt;
    }

    public @Nullable Instant collectedAt() {
        return collectedAt;
    }

    public @Nullable Instant resultedAt() {
        return resultedAt;
    }

    public @Nullable Instant reviewedAt() {
        return reviewedAt;
    }

    public @Nullable Instant cancelledAt() {
        return cancelledAt;
    }

    public @Nullable String cancellationReason() {
        return cancellationReason;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
