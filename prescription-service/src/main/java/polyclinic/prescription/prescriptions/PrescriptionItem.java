package polyclinic.prescription.prescriptions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Ids;
import polyclinic.prescription.prescriptions.PrescribedItem.Medication;

/** A line of a prescription. Its id is what a pharmacy dispenses against. */
@Entity
@Table(name = "prescription_item")
public class PrescriptionItem {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "prescription_id")
    private Prescription prescription;

    private int position;

    @Column(name = "medication_id")
    private @Nullable UUID medicationId;

    @Column(name = "medication_code")
    private @Nullable String medicationCode;

    @Column(name = "medication_system")
    private @Nullable String medicationSystem;

    @Column(name = "medication_name")
    private String medicationName;

    private String dose;
    private String route;
    private String frequency;

    @Column(name = "duration_days")
    private int durationDays;

    /** Of each time that it is dispensed. */
    private BigDecimal quantity;

    private @Nullable String unit;
    private int refills;

    @Column(name = "refills_used")
    private int refillsUsed;

    private BigDecimal dispensed = BigDecimal.ZERO;
    private @Nullable String instructions;

    @SuppressWarnings("NullAway.Init")
    protected PrescriptionItem() {}

    static PrescriptionItem of(Prescription prescription, int position, PrescribedItem prescribed) {
        PrescriptionItem item = new PrescriptionItem();
        item.id = Ids.next();
        item.prescription = prescription;
        item.position = position;
        Medication medication = prescribed.knownMedication();
        item.medicationId = prescribed.medicationId();
        item.medicationCode = medication.code();
        item.medicationSystem = medication.system();
        item.medicationName = medication.name();
        item.dose = prescribed.dose();
        item.route = prescribed.route();
        item.frequency = prescribed.frequency();
        item.durationDays = prescribed.durationDays();
        item.quantity = plain(prescribed.quantity());
        item.unit = prescribed.unit();
        item.refills = prescribed.refills() == null ? 0 : prescribed.refills();
        item.instructions = prescribed.instructions();
        return item;
    }

    public PrescribedItem asPrescribed() {
        return new PrescribedItem(
                medicationId,
                medication(),
                dose,
                route,
                frequency,
                durationDays,
                quantity,
                unit,
                refills,
                instructions);
    }

    /** Fails with {@link ExceedsPrescribed} when it is more than may still be dispensed. */
    void requireRemaining(BigDecimal amount) {
        if (amount.signum() <= 0 || amount.compareTo(remaining()) > 0) throw new ExceedsPrescribed(id, remaining());
    }

    void dispense(BigDecimal amount) {
        dispensed = dispensed.add(amount);
    }

    /** @throws IllegalArgumentException for more than was dispensed: whoever takes it back knows what left */
    void takeBack(BigDecimal amount) {
        if (amount.signum() <= 0 || amount.compareTo(dispensed) > 0)
            throw new IllegalArgumentException("not dispensed: " + amount.toPlainString());
        dispensed = dispensed.subtract(amount);
    }

    /** Uses one of its refills: the quantity may be dispensed once more. */
    void refill() {
        if (refillsLeft() == 0) throw new IllegalStateException("no refill is left");
        refillsUsed++;
    }

    /** Everything that may leave the pharmacy by now, refills included. */
    BigDecimal entitled() {
        return quantity.multiply(BigDecimal.valueOf(1L + refillsUsed));
    }

    /** What may still be dispensed without another refill. */
    public BigDecimal remaining() {
        return entitled().subtract(dispensed);
    }

    BigDecimal dispensed() {
        return dispensed;
    }

    int refillsLeft() {
        return refills - refillsUsed;
    }

    boolean isDispensed() {
        return remaining().signum() == 0;
    }

    /** {@code 1E+3} is a thousand as well, and has no digits that could be lost. */
    private static BigDecimal plain(BigDecimal decimal) {
        return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    }

    PrescriptionEvent.Item asEvent() {
        return new PrescriptionEvent.Item(
                id, medicationId, medicationName, dose, frequency, quantity.toPlainString(), unit);
    }

    public UUID id() {
        return id;
    }

    /** The medicine of the formulary, or null when it was written without one. */
    public @Nullable UUID medicationId() {
        return medicationId;
    }

    public @Nullable String unit() {
        return unit;
    }

    int position() {
        return position;
    }

    int refills() {
        return refills;
    }

    public Medication medication() {
        return new Medication(medicationCode, medicationSystem, medicationName);
    }
}
