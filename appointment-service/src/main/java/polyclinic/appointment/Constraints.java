package polyclinic.appointment;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.appointment.booking.PatientBusy;
import polyclinic.appointment.booking.SlotTaken;
import polyclinic.appointment.booking.UnknownDoctor;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

/** What the database's constraints mean. */
@ApplicationScoped
class Constraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "appointment_doctor_free", SlotTaken::new,
                "appointment_patient_free", PatientBusy::new,
                "appointment_doctor_exists", UnknownDoctor::new,
                "queue_entry_appointment_once",
                        () -> new Problem(409, "invalid-transition", "This appointment is in the queue already."),
                "doctor_license_number_once", () -> duplicate("licenseNumber"),
                "doctor_email_once", () -> duplicate("email"),
                "doctor_subject_once", () -> duplicate("subject"));
    }

    private static Problem duplicate(String field) {
        return new Problem(409, "duplicate-doctor", "Another doctor is registered with this " + field + ".")
                .with("field", field);
    }
}
