package polyclinic.appointment.appointments;

import polyclinic.appointment.doctors.Doctor;
import polyclinic.commons.identity.Caller;

/** An appointment and its doctor, both as the open transaction sees them. */
public record AppointmentWithDoctor(Appointment appointment, Doctor doctor) {
    public AppointmentView view(Caller caller) {
        return AppointmentView.of(appointment, doctor.summary(), caller);
    }

    /** For the events about it. */
    public AppointmentEvent.Snapshot snapshot() {
        return appointment.snapshot(doctor.summary());
    }
}
