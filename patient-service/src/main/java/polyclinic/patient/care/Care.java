package polyclinic.patient.care;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/** One appointment as far as it decides who may see the patient. */
@Entity
public class Care {
    @Id
    @Column(name = "appointment_id")
    UUID appointmentId;

    @Column(name = "doctor_subject")
    String doctorSubject;

    @Column(name = "patient_id")
    UUID patientId;

    long version;
    boolean active;

    protected Care() {}
}
