package polyclinic.appointment.appointments;

import polyclinic.appointment.doctors.Doctor;

/** An appointment and its doctor, both as the open transaction sees them. */
public record AppointmentWithDoctor(Appointment appointment, Doctor doctor) {
    public AppointmentView view() {
        return AppointmentView.of(appointment, doctor.summary());
    }

    /** For the events about it. */
    public AppointmentEvent.Snapshot snapshot() {
        return appointment.snapshot(doctor.summary());
    }
}
