package polyclinic.prescription.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.UUID;
import polyclinic.commons.values.Ids;
import polyclinic.prescription.checking.AllergyCheck.Candidate;
import polyclinic.prescription.events.PrescriptionEvent;

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
    private String medicationCode;

    @Column(name = "medication_system")
    private String medicationSystem;

    @Column(name = "medication_name")
    private String medicationName;

    private String dose;
    private String route;
    private String frequency;

    @Column(name = "duration_days")
    private int durationDays;

    private int quantity;
    private int refills;
    private String instructions;

    protected PrescriptionItem() {}

    static PrescriptionItem of(Prescription prescription, int position, OrderedItem ordered) {
        PrescriptionItem item = new PrescriptionItem();
        item.id = Ids.next();
        item.prescription = prescription;
        item.position = position;
        item.medicationCode = ordered.medication().code();
        item.medicationSystem = ordered.medication().system();
        item.medicationName = ordered.medication().name();
        item.dose = ordered.dose();
        item.route = ordered.route();
        item.frequency = ordered.frequency();
        item.durationDays = ordered.durationDays();
        item.quantity = ordered.quantity();
        item.refills = ordered.refills() == null ? 0 : ordered.refills();
        item.instructions = ordered.instructions();
        return item;
    }

    public OrderedItem asOrdered() {
        return new OrderedItem(medication(), dose, route, frequency, durationDays, quantity, refills, instructions);
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

    public Medication medication() {
        return new Medication(medicationCode, medicationSystem, medicationName);
    }
}
