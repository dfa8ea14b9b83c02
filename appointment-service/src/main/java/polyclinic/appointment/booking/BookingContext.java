package polyclinic.appointment.booking;

import org.jspecify.annotations.Nullable;
import polyclinic.appointment.doctors.DoctorSummary;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.commons.web.StoredAnswer;

/**
 * What booking reads before it decides.
 *
 * @param earlier what is kept of the answer to an earlier request with the same {@code Idempotency-Key}
 * @param doctor absent when no doctor has the id
 * @param schedule absent when the doctor has none
 * @param inCare whether the patient is in the doctor's care already; null unless the doctor is the caller
 */
record BookingContext(
        @Nullable StoredAnswer earlier,
        @Nullable DoctorSummary doctor,
        @Nullable Schedule schedule,
        boolean patientKnown,
        @Nullable Boolean inCare) {}
