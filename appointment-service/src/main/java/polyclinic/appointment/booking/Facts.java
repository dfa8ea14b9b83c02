package polyclinic.appointment.booking;

import polyclinic.appointment.doctors.DoctorCard;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.commons.web.Answer;

/**
 * What the database knows about a wish to book.
 *
 * @param earlier the answer that this same request got before, or null
 * @param doctor null when there is none
 * @param schedule null when the doctor has none
 */
record Facts(Answer earlier, DoctorCard doctor, Schedule schedule, boolean patientKnown) {}
