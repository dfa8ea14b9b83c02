package polyclinic.appointment.appointments;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.doctors.DoctorSummary;

/**
 * @param doctorSubject {@code sub} of the doctor's account: by it other services know whose appointment it is
 * @param tokenNumber the number to be called by, after check-in
 */
public record AppointmentView(
        UUID id,
        long version,
        UUID patientId,
        UUID doctorId,
        String doctorName,
        @Nullable String doctorSubject,
        Instant start,
        Instant end,
        AppointmentStatus status,
        @Nullable String reason,
        boolean overbooked,
        @Nullable String overbookReason,
        @Nullable String cancellationReason,
        @Nullable UUID queueEntryId,
        @Nullable Integer tokenNumber,
        @Nullable UUID encounterId,
        Instant createdAt,
        Instant updatedAt) {

    public static AppointmentView of(Appointment appointment, DoctorSummary doctor) {
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
