package polyclinic.notes.projections.timeline;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Appointments and their consultations on a timeline. */
final class AppointmentTimeline {
    static final TimelineSource<Appointment> SOURCE = TimelineSource.of(
                    "appointment",
                    Appointment.class,
                    Appointment::patientId,
                    Appointment::appointmentId,
                    Appointment::occurredAt)
            .line("appointment.booked.v1", appointment -> "Appointment booked" + appointment.withDoctor())
            .line("appointment.rescheduled.v1", appointment -> "Appointment moved" + appointment.withDoctor())
            .line("appointment.cancelled.v1", appointment -> "Appointment cancelled" + appointment.withDoctor())
            .line("appointment.checked-in.v1", appointment -> "Checked in" + appointment.withToken())
            .line("appointment.started.v1", appointment -> "Consultation started" + appointment.withDoctor())
            .line("appointment.completed.v1", appointment -> "Consultation completed" + appointment.withDoctor())
            .line("appointment.no-show.v1", appointment -> "Appointment missed");

    private AppointmentTimeline() {}

    record Appointment(
            @Nullable UUID patientId,
            @Nullable UUID appointmentId,
            @Nullable Instant occurredAt,
            @Nullable String doctorName,
            @Nullable Integer tokenNumber) {
        String withDoctor() {
            return doctorName == null ? "" : " with " + doctorName;
        }

        String withToken() {
            return tokenNumber == null ? "" : ", token " + tokenNumber;
        }
    }
}
