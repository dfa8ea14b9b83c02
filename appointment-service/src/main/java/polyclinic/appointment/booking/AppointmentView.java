package polyclinic.appointment.booking;

import java.time.Instant;
import java.util.UUID;
import polyclinic.appointment.doctors.DoctorCard;

/**
 * @param doctorSubject {@code sub} of the doctor's account: other services tell by it whose appointment it is
 * @param tokenNumber the number to be called by, after check-in
 */
public record AppointmentView(
        UUID id,
        long version,
        UUID patientId,
        UUID doctorId,
        String doctorName,
        String doctorSubject,
        Instant start,
        Instant end,
        AppointmentStatus status,
        String reason,
        boolean overbooked,
        String overbookReason,
        String cancellationReason,
        UUID queueEntryId,
        Integer tokenNumber,
        UUID encounterId,
        Instant createdAt,
        Instant updatedAt) {

    public static AppointmentView of(Appointment appointment, DoctorCard doctor) {
        return new AppointmentView(
                appointment.id(),
                appointment.version(),
                appointment.patientId(),
                appointment.doctorId(),
                doctor.name(),
                doctor.subject(),
                appointment.startsAt(),
                appointment.endsAt(),
                appointment.status(),
                appointment.reason(),
                appointment.overbookReason() != null,
                appointment.overbookReason(),
                appointment.cancellationReason(),
                appointment.queueEntryId(),
                appointment.tokenNumber(),
                appointment.encounterId(),
                appointment.createdAt(),
                appointment.updatedAt());
    }
}
