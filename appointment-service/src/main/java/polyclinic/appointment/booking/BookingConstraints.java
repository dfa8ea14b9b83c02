package polyclinic.appointment.booking;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import polyclinic.appointment.doctors.UnknownDoctor;
import polyclinic.commons.postgres.ConstraintNames;
import polyclinic.commons.problem.Problem;

/** The problems that violations of the constraints on appointments mean. */
@ApplicationScoped
class BookingConstraints implements ConstraintNames {
    @Override
    public Map<String, Supplier<Problem>> constraints() {
        return Map.of(
                "appointment_doctor_free",
                SlotTaken::new,
                "appointment_patient_free",
                PatientBusy::new,
                "appointment_doctor_exists",
                UnknownDoctor::new,
                "appointment_open_limit",
                () -> new BookingLimitReached("There are as many open appointments as a patient may book."),
                "appointment_day_limit",
                () -> new BookingLimitReached("There is an appointment with this doctor on that day already."),
                "appointment_cancellation_limit",
                () -> new BookingLimitReached("Too many appointments were cancelled within a week."));
    }
}
