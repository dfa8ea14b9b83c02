package polyclinic.prescription.prescriptions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Ids;
import polyclinic.prescription.prescriptions.PrescribedItem.Medication;
import polyclinic.prescription.safety.AllergyCheck.Candidate;

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

    private int quantity;
    private int refills;
    private @Nullable String instructions;

    @SuppressWarnings("NullAway.Init")
    protected PrescriptionItem() {}

    static PrescriptionItem of(Prescription prescription, int position, PrescribedItem prescribed) {
        PrescriptionItem item = new PrescriptionItem();
        item.id = Ids.next();
        item.prescription = prescription;
        item.position = position;
        item.medicationCode = prescribed.medication().code();
        item.medicationSystem = prescribed.medication().system();
        item.medicationName = prescribed.medication().name();
        item.dose = prescribed.dose();
        item.route = prescribed.route();
        item.frequency = prescribed.frequency();
        item.durationDays = prescribed.durationDays();
        item.quantity = prescribed.quantity();
        item.refills = prescribed.refills() == null ? 0 : prescribed.refills();
        item.instructions = prescribed.instructions();
        return item;
    }

    public PrescribedItem asPrescribed() {
        return new PrescribedItem(medication(), dose, route, frequency, durationDays, quantity, refills, instructions);
    }

    Candidate asCandidate() {
        return new Candidate(id, medicationCode, medicationSystem, medicationName);
    }

    PrescriptionEvent.Item asEvent() {
        return new PrescriptionEvent.Item(medicationName, dose, frequency);
    }

    public UUID id() {
        return id;
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
