package polyclinic.prescription.prescriptions;

import static polyclinic.prescription.prescriptions.PrescriptionStatus.CANCELLED;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.DISPENSED;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.DRAFT;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.EXPIRED;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.ISSUED;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.ISSUING;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.PARTIALLY_DISPENSED;

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
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.prescription.prescriptions.PrescriptionEvent.Snapshot;
import polyclinic.prescription.projections.appointments.CareContext;
import polyclinic.prescription.safety.Check;
import polyclinic.prescription.safety.ChecksColumn;
import polyclinic.prescription.safety.SafetyConflict;

/**
 * An order for medicines. Only a draft can be changed; an issued prescription is final and has a signed document.
 *
 * <p>{@code attempt} counts the attempts at issuing; it is part of the attempt's key and of its document's idempotency key.
 */
@Entity
public class Prescription {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "appointment_id")
    private @Nullable UUID appointmentId;

    @Column(name = "encounter_id")
    private @Nullable UUID encounterId;

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

    private @Nullable String notes;

    @Convert(converter = ChecksColumn.class)
    private List<Check> checks = List.of();

    @Column(name = "override_reason")
    private @Nullable String overrideReason;

    @Column(name = "returned_reason")
    private @Nullable String returnedReason;

    private int attempt;

    @Column(name = "document_asset_id")
    private @Nullable UUID documentAssetId;

    @Column(name = "document_sha256")
    private @Nullable String documentSha256;

    @Column(name = "verification_token")
    private @Nullable String verificationToken;

    @Column(name = "issued_at")
    private @Nullable Instant issuedAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "cancelled_at")
    private @Nullable Instant cancelledAt;

    @Column(name = "cancellation_reason")
    private @Nullable String cancellationReason;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Prescription() {}

    public static Prescription drafted(
            CareContext.Reference context,
            UUID patientId,
            UUID doctorId,
            String doctorSubject,
            List<PrescribedItem> items,
            @Nullable String notes,
            Instant now) {
        Prescription prescription = new Prescription();
        prescription.id = Ids.next();
        prescription.appointmentId = context.appointmentId();
        prescription.encounterId = context.encounterId();
        prescription.patientId = patientId;
        prescription.doctorId = doctorId;
        prescription.doctorSubject = doctorSubject;
        prescription.status = DRAFT;
        prescription.notes = notes;
        prescription.replaceItems(items);
        prescription.createdAt = now;
        prescription.updatedAt = now;
        return prescription;
    }

    /** Changes a draft, and returns the names of the fields that changed. */
    public List<String> revise(List<PrescribedItem> newItems, @Nullable String newNotes, Instant now) {
        if (status != DRAFT) throw new InvalidPrescriptionTransition("changed", status);
        List<String> changed = new ArrayList<>();
        if (!prescribedItems().equals(withDefaults(newItems))) {
            changed.add("items");
            replaceItems(newItems);
        }
        if (!Objects.equals(notes, newNotes)) changed.add("notes");
        notes = newNotes;
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    /**
     * Begins a new attempt at issuing. Fails with {@link SafetyConflict} when a check found one and the doctor gave no reason to
     * override it; where there is none, the reason is not kept.
     */
    public void startIssuing(List<Check> results, @Nullable String override, Instant now) {
        requireDraft();
        List<Check> conflicts = results.stream()
                .filter(check -> check.outcome() == Check.Outcome.CONFLICT)
                .toList();
        if (!conflicts.isEmpty() && override == null) throw new SafetyConflict(id, patientId, conflicts);
        status = ISSUING;
        checks = List.copyOf(results);
        overrideReason = conflicts.isEmpty() ? null : override;
        returnedReason = null;
        if (verificationToken == null) verificationToken = randomToken();
        attempt++;
        updatedAt = now;
    }

    /** Fails unless it is a draft; called before the checks, which would be pointless otherwise. */
    public void requireDraft() {
        if (status != DRAFT) throw new InvalidPrescriptionTransition("issued", status);
    }

    /**
     * Records that the document of this attempt is stored.
     *
     * @param validFor after which it ends by itself
     * @return false when that has been recorded already or another attempt is under way: nothing changes
     */
    public boolean finishIssuing(int ofAttempt, UUID assetId, String sha256, Instant now, Duration validFor) {
        if (status != ISSUING || ofAttempt != attempt) return false;
        status = ISSUED;
        documentAssetId = assetId;
        documentSha256 = sha256;
        issuedAt = now;
        expiresAt = now.plus(validFor);
        updatedAt = now;
        return true;
    }

    /**
     * Records that this attempt failed permanently.
     *
     * @return false when that has been recorded already or another attempt is under way: nothing changes
     */
    public boolean returnToDraft(int ofAttempt, String reason, Instant now) {
        if (status != ISSUING || ofAttempt != attempt) return false;
        status = DRAFT;
        returnedReason = reason;
        updatedAt = now;
        return true;
    }

    /** Ends it: nothing more is dispensed. What was dispensed stays recorded, and can still be taken back. */
    public void cancel(String reason, Instant now) {
        if (!isCancellable()) throw new InvalidPrescriptionTransition("cancelled", status);
        status = CANCELLED;
        cancellationReason = reason;
        cancelledAt = now;
        updatedAt = now;
    }

    /** What has nothing left to dispense, refills included, cannot be cancelled: there is nothing to stop. */
    private boolean isCancellable() {
        return switch (status) {
            case DRAFT, ISSUED, PARTIALLY_DISPENSED -> true;
            case DISPENSED -> items.stream().anyMatch(item -> item.refillsLeft() > 0);
            case ISSUING, CANCELLED, EXPIRED -> false;
        };
    }

    /**
     * Cancels it because its appointment will not take place: a draft, and an issued one of which nothing was dispensed. One that is
     * being issued has to finish first.
     *
     * @return whether it was voided
     */
    public boolean voidUndispensed(String reason, Instant now) {
        if (!isVoidable()) return false;
        cancel(reason, now);
        return true;
    }

    /** Whether it ends with its appointment: a draft, and an issued one of which nothing was dispensed or all came back. */
    public boolean isVoidable() {
        return status == DRAFT || status == ISSUED;
    }

    /** Whether anything of it has left the shelf and has not come back. */
    public boolean isDispensed() {
        return status == PARTIALLY_DISPENSED || status == DISPENSED;
    }

    /**
     * Ends it when its time is over.
     *
     * @return whether it ended now; one that was dispensed, cancelled or ended before stays as it is
     */
    public boolean expire(Instant now) {
        if (status != ISSUED && status != PARTIALLY_DISPENSED || !hasEnded(now)) return false;
        status = EXPIRED;
        updatedAt = now;
        return true;
    }

    /**
     * Uses one refill of each item. Fails with 409 {@code not-dispensed} while something of an item may still be dispensed, and with
     * 409 {@code no-refills-left}; then nothing is changed. Needs the row's lock.
     *
     * @param itemIds all that were dispensed and have a refill left when null
     * @return the ids of the items that were refilled
     */
    public List<UUID> refill(@Nullable List<UUID> itemIds, Instant now) {
        if (!isDispensed()) throw new InvalidPrescriptionTransition("refilled", status);
        if (hasEnded(now)) throw new InvalidPrescriptionTransition("refilled", EXPIRED);
        List<PrescriptionItem> chosen = itemIds == null
                ? items.stream()
                        .filter(item -> item.isDispensed() && item.refillsLeft() > 0)
                        .toList()
                : itemIds.stream().distinct().map(this::item).toList();
        List<PrescriptionItem> asked = chosen.isEmpty() ? items : chosen;
        if (asked.stream().allMatch(item -> item.refillsLeft() == 0)
                || chosen.stream().anyMatch(item -> item.refillsLeft() == 0))
            throw new Problem(409, "no-refills-left", "The doctor allowed no further refill.");
        if (chosen.isEmpty() || !chosen.stream().allMatch(PrescriptionItem::isDispensed))
            throw new Problem(409, "not-dispensed", "What is prescribed was not dispensed yet.");
        chosen.forEach(PrescriptionItem::refill);
        status = statusByQuantities();
        updatedAt = now;
        return chosen.stream().map(PrescriptionItem::id).toList();
    }

    /**
     * Records that something leaves the pharmacy. Fails with 409 {@code invalid-transition} unless it is issued and has not ended,
     * and with 409 {@code exceeds-prescribed} for more than an item still allows; then nothing is changed. Needs the row's lock.
     *
     * @param quantities by the id of an item of this prescription
     */
    public void dispense(Map<UUID, BigDecimal> quantities, Instant now) {
        if (status != ISSUED && status != PARTIALLY_DISPENSED)
            throw new InvalidPrescriptionTransition("dispensed", status);
        if (hasEnded(now)) throw new InvalidPrescriptionTransition("dispensed", EXPIRED);
        quantities.forEach((itemId, quantity) -> item(itemId).requireRemaining(quantity));
        quantities.forEach((itemId, quantity) -> item(itemId).dispense(quantity));
        status = statusByQuantities();
        updatedAt = now;
    }

    /** Records that what was dispensed came back, so that it may be dispensed again. Needs the row's lock. */
    public void takeBack(Map<UUID, BigDecimal> quantities, Instant now) {
        quantities.forEach((itemId, quantity) -> item(itemId).takeBack(quantity));
        if (status == PARTIALLY_DISPENSED || status == DISPENSED) status = statusByQuantities();
        updatedAt = now;
    }

    /** The item with this id; 422 {@code invalid-input} when it has none. */
    public PrescriptionItem item(UUID itemId) {
        return items.stream()
                .filter(item -> item.id().equals(itemId))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("itemId", "must be an item of the prescription"));
    }

    private PrescriptionStatus statusByQuantities() {
        if (items.stream().allMatch(PrescriptionItem::isDispensed)) return DISPENSED;
        return items.stream().anyMatch(item -> item.dispensed().signum() > 0) ? PARTIALLY_DISPENSED : ISSUED;
    }

    private static String randomToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private boolean hasEnded(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** @param reason why it was cancelled or went back to draft, else null */
    public Snapshot snapshot(@Nullable String reason, Instant now) {
        return new Snapshot(
                id,
                version,
                appointmentId,
                encounterId,
                patientId,
                doctorId,
                status.name().toLowerCase(Locale.ROOT),
                items.stream().map(PrescriptionItem::asEvent).toList(),
                documentAssetId,
                expiresAt,
                reason,
                now);
    }

    /** The lines as the doctor wrote them, with the defaults filled in. */
    public List<PrescribedItem> prescribedItems() {
        return items.stream().map(PrescriptionItem::asPrescribed).toList();
    }

    private List<PrescribedItem> withDefaults(List<PrescribedItem> prescribed) {
        return prescribed.stream()
                .map(item -> PrescriptionItem.of(this, 0, item).asPrescribed())
                .toList();
    }

    private void replaceItems(List<PrescribedItem> prescribed) {
        items.clear();
        for (PrescribedItem item : prescribed) items.add(PrescriptionItem.of(this, items.size(), item));
    }

    /** The appointment or the walk-in's encounter that it was written in. */
    public CareContext.Reference context() {
        return appointmentId != null
                ? new CareContext.OfAppointment(appointmentId)
                : new CareContext.OfEncounter(Objects.requireNonNull(encounterId));
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
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

    public @Nullable String notes() {
        return notes;
    }

    public List<Check> checks() {
        return checks;
    }

    public @Nullable String overrideReason() {
        return overrideReason;
    }

    public @Nullable String returnedReason() {
        return returnedReason;
    }

    public int attempt() {
        return attempt;
    }

    public @Nullable UUID documentAssetId() {
        return documentAssetId;
    }

    public @Nullable String documentSha256() {
        return documentSha256;
    }

    /** What the code on the paper holds; null until it was first issued. */
    public @Nullable String verificationToken() {
        return verificationToken;
    }

    public @Nullable Instant issuedAt() {
        return issuedAt;
    }

    /** When it ends by itself; null until it is issued. */
    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    public @Nullable Instant cancelledAt() {
        return cancelledAt;
    }

    public @Nullable String cancellationReason() {
        return cancellationReason;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
