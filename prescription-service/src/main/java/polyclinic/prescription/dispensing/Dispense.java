package polyclinic.prescription.dispensing;

import static polyclinic.prescription.dispensing.DispenseStatus.HANDED_OVER;
import static polyclinic.prescription.dispensing.DispenseStatus.PREPARED;
import static polyclinic.prescription.dispensing.DispenseStatus.RETURNED;
import static polyclinic.prescription.dispensing.DispenseStatus.REVERSED;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * Medicines made ready for a patient (FHIR: MedicationDispense). It is prepared by one statement, which needs no entity; what becomes
 * of it afterwards is decided here.
 */
@Entity
public class Dispense {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "prescription_id")
    private UUID prescriptionId;

    @Column(name = "patient_id")
    private UUID patientId;

    @Enumerated(EnumType.STRING)
    private DispenseStatus status;

    @OneToMany(mappedBy = "dispense", fetch = FetchType.LAZY)
    @OrderBy("position")
    private List<DispenseItem> items = new ArrayList<>();

    @Column(name = "invoice_id")
    private @Nullable UUID invoiceId;

    @Column(name = "prepared_by")
    private String preparedBy;

    @Column(name = "prepared_at")
    private Instant preparedAt;

    @Column(name = "handed_over_at")
    private @Nullable Instant handedOverAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Dispense() {}

    /** What comes back of a line. */
    public record Portion(DispenseItem item, BigDecimal quantity) {
        /** @param restocked whether it is in stock again */
        public DispenseEvent.Returned asEvent(boolean restocked) {
            return new DispenseEvent.Returned(item.id(), quantity.toPlainString(), restocked);
        }
    }

    /**
     * What a client says comes back.
     *
     * @param itemId of the dispense's line, or of the prescription's line that it was dispensed for
     */
    public record Claim(UUID itemId, BigDecimal quantity) {}

    /** The patient has it. */
    public void handOver(Instant now) {
        if (status != PREPARED) throw new InvalidDispenseTransition("handed over", status);
        status = HANDED_OVER;
        handedOverAt = now;
        updatedAt = now;
    }

    /**
     * Takes back some of it, or all; from a patient or, before the hand-over, from the counter. What comes back of a line of the
     * prescription that several batches gave is taken from the first of them on.
     */
    public List<Portion> takeBack(List<Claim> claims, Instant now) {
        if (status != PREPARED && status != HANDED_OVER) throw new InvalidDispenseTransition("returned", status);
        List<Portion> portions = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) takeBack(claims.get(i), i, portions);
        if (items.stream().allMatch(item -> item.rest().signum() == 0)) {
            status = RETURNED;
            endedAt = now;
        }
        updatedAt = now;
        return portions;
    }

    private void takeBack(Claim claim, int index, List<Portion> portions) {
        List<DispenseItem> meant = items.stream()
                .filter(item -> item.id().equals(claim.itemId())
                        || item.prescriptionItemId().equals(claim.itemId()))
                .toList();
        if (meant.isEmpty())
            throw Problem.invalid("items[%d].itemId".formatted(index), "must be an item of the dispense");
        BigDecimal left = claim.quantity();
        for (DispenseItem item : meant) {
            BigDecimal portion = left.min(item.rest());
            if (portion.signum() <= 0) continue;
            item.takeBack(portion);
            portions.add(new Portion(item, portion));
            left = left.subtract(portion);
        }
        if (left.signum() > 0) throw new ExceedsDispensed(claim.quantity().subtract(left));
    }

    /**
     * Takes back all that has not come back yet, because the invoice was voided before the patient came.
     *
     * @return what comes back; nothing when the patient has it, when it ended before, or when its invoice is another one
     */
    public List<Portion> reverse(UUID voidedInvoiceId, Instant now) {
        if (status != PREPARED || invoiceId != null && !invoiceId.equals(voidedInvoiceId)) return List.of();
        List<Portion> portions = items.stream()
                .filter(item -> item.rest().signum() > 0)
                .map(item -> new Portion(item, item.rest()))
                .toList();
        portions.forEach(portion -> portion.item().takeBack(portion.quantity()));
        status = REVERSED;
        invoiceId = voidedInvoiceId;
        endedAt = now;
        updatedAt = now;
        return portions;
    }

    public UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    public UUID prescriptionId() {
        return prescriptionId;
    }

    public UUID patientId() {
        return patientId;
    }

    DispenseStatus status() {
        return status;
    }

    public List<DispenseItem> items() {
        return items;
    }

    @Nullable
    UUID invoiceId() {
        return invoiceId;
    }

    String preparedBy() {
        return preparedBy;
    }

    Instant preparedAt() {
        return preparedAt;
    }

    @Nullable
    Instant handedOverAt() {
        return handedOverAt;
    }

    @Nullable
    Instant endedAt() {
        return endedAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}
