package polyclinic.prescription.orders;

import static polyclinic.prescription.orders.PrescriptionStatus.CANCELLED;
import static polyclinic.prescription.orders.PrescriptionStatus.DRAFT;
import static polyclinic.prescription.orders.PrescriptionStatus.ISSUED;
import static polyclinic.prescription.orders.PrescriptionStatus.ISSUING;

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
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import polyclinic.commons.values.Ids;
import polyclinic.prescription.checking.AllergyCheck.Candidate;
import polyclinic.prescription.checking.Check;
import polyclinic.prescription.events.PrescriptionEvent.Snapshot;

/**
 * An order for medicines. Only a draft can be changed; issuing fixes it, and what is issued has a signed document.
 *
 * <p>{@code attempt} counts the issuings: it names the attempt's row of the process and its document's idempotency key.
 */
@Entity
public class Prescription {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "appointment_id")
    private UUID appointmentId;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "doctor_id")
    private UUID doctorId;

    @Column(name = "doctor_subject")
    private String doctorSubject;

    @Enumerated(EnumType.STRING)
    private PrescriptionStatus status;

    @OneToMany(mappedBy = "prescription", cascade = CascadeType.ALL, orphanRemoval = true, fetch = FetchType.LAZY)
    @OrderBy("position")
    private List<PrescriptionItem> items = new ArrayList<>();

    private String notes;

    @Convert(converter = ChecksColumn.class)
    private List<Check> checks = List.of();

    @Column(name = "override_reason")
    private String overrideReason;

    @Column(name = "returned_reason")
    private String returnedReason;

    private int attempt;

    @Column(name = "document_asset_id")
    private UUID documentAssetId;

    @Column(name = "document_sha256")
    private String documentSha256;

    @Column(name = "issued_at")
    private Instant issuedAt;

    @Column(name = "cancelled_at")
    private Instant cancelledAt;

    @Column(name = "cancellation_reason")
    private String cancellationReason;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected Prescription() {}

    public static Prescription drafted(
            UUID appointmentId,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            List<OrderedItem> items,
            String notes,
            Instant now) {
        Prescription prescription = new Prescription();
        prescription.id = Ids.next();
        prescription.appointmentId = appointmentId;
        prescription.patientId = patientId;
        prescription.doctorId = doctorId;
        prescription.doctorSubject = doctorSubject;
        prescription.status = DRAFT;
        prescription.notes = notes;
        prescription.write(items);
        prescription.createdAt = now;
        prescription.updatedAt = now;
        return prescription;
    }

    /** Changes a draft; says which fields changed. */
    public List<String> revise(List<OrderedItem> newItems, String newNotes, Instant now) {
        if (status != DRAFT) throw new InvalidTransition("changed", status);
        List<String> changed = new ArrayList<>();
        if (!asOrdered().equals(Prescription.complete(newItems))) {
            changed.add("items");
            write(newItems);
        }
        if (!Objects.equals(notes, newNotes)) changed.add("notes");
        notes = newNotes;
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    /** A new attempt at issuing begins. */
    public void startIssuing(List<Check> results, String override, Instant now) {
        requireDraft();
        status = ISSUING;
        checks = List.copyOf(results);
        overrideReason = override;
        returnedReason = null;
        attempt++;
        updatedAt = now;
    }

    /** 409 when it is no draft: asked before the checks, whose result would mean nothing. */
    public void requireDraft() {
        if (status != DRAFT) throw new InvalidTransition("issued", status);
    }

    /**
     * The document of this attempt is stored.
     *
     * @return false when it was told already or another attempt is under way: nothing changes
     */
    public boolean finishIssuing(int ofAttempt, UUID assetId, String sha256, Instant now) {
        if (status != ISSUING || ofAttempt != attempt) return false;
        status = ISSUED;
        documentAssetId = assetId;
        documentSha256 = sha256;
        issuedAt = now;
        updatedAt = now;
        return true;
    }

    /**
     * This attempt failed for good.
     *
     * @return false when it was told already or another attempt is under way: nothing changes
     */
    public boolean returnToDraft(int ofAttempt, String reason, Instant now) {
        if (status != ISSUING || ofAttempt != attempt) return false;
        status = DRAFT;
        returnedReason = reason;
        updatedAt = now;
        return true;
    }

    public void cancel(String reason, Instant now) {
        if (status != DRAFT && status != ISSUED) throw new InvalidTransition("cancelled", status);
        status = CANCELLED;
        cancellationReason = reason;
        cancelledAt = now;
        updatedAt = now;
    }

    /**
     * The appointment does not take place. What is issued stands; what is being issued ends first.
     *
     * @return whether it was voided
     */
    public boolean voidDraft(String reason, Instant now) {
        if (status != DRAFT) return false;
        cancel(reason, now);
        return true;
    }

    public List<Candidate> candidates() {
        return items.stream().map(PrescriptionItem::asCandidate).toList();
    }

    public Snapshot snapshot(String reason, Instant now) {
        return new Snapshot(
                id,
                version,
                appointmentId,
                patientId,
                doctorId,
                status.name().toLowerCase(Locale.ROOT),
                items.stream().map(PrescriptionItem::asEvent).toList(),
                documentAssetId,
                reason,
                now);
    }

    public List<OrderedItem> asOrdered() {
        return items.stream().map(PrescriptionItem::asOrdered).toList();
    }

    private static List<OrderedItem> complete(List<OrderedItem> ordered) {
        return ordered.stream()
                .map(item -> PrescriptionItem.of(null, 0, item).asOrdered())
                .toList();
    }

    private void write(List<OrderedItem> ordered) {
        items.clear();
        for (OrderedItem item : ordered) items.add(PrescriptionItem.of(this, items.size(), item));
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public UUID appointmentId() {
        return appointmentId;
    }

    public UUID patientId() {
        return patientId;
    }

    public UUID doctorId() {
        return doctorId;
    }

    public String doctorSubject() {
        return doctorSubject;
    }

    public PrescriptionStatus status() {
        return status;
    }

    public List<PrescriptionItem> items() {
        return items;
    }

    public String notes() {
        return notes;
    }

    public List<Check> checks() {
        return checks;
    }

    public String overrideReason() {
        return overrideReason;
    }

    public String returnedReason() {
        return returnedReason;
    }

    public int attempt() {
        return attempt;
    }

    public UUID documentAssetId() {
        return documentAssetId;
    }

    public String documentSha256() {
        return documentSha256;
    }

    public Instant issuedAt() {
        return issuedAt;
    }

    public Instant cancelledAt() {
        return cancelledAt;
    }

    public String cancellationReason() {
        return cancellationReason;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
