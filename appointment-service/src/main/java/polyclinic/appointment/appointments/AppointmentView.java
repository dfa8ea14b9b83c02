package polyclinic.appointment.appointments;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.doctors.DoctorSummary;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;

/**
 * @param doctorSubject {@code sub} of the doctor's account: by it other services know whose appointment it is; shown to
 *     staff only
 * @param overbookReason shown to staff only
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
        Instant updatedAt)
        implements PatientData {

    /** As the caller sees it: as a patient without what is for the staff. */
    public static AppointmentView of(Appointment appointment, DoctorSummary doctor, Caller caller) {
        Scope half = AppointmentAccessPolicy.towards(AppointmentAccessPolicy.appointments(caller), doctor.subject());
        boolean staff = AppointmentAccessPolicy.isStaff(half);
        return new AppointmentView(
                appointment.id(),
                appointment.version(),
                appointment.patientId(),
                appointment.doctorId(),
                doctor.name(),
                staff ? doctor.subject() : null,
                appointment.startsAt(),
                appointment.endsAt(),
                appointment.status(),
                appointment.reason(),
                appointment.overbookReason() != null,
                staff ? appointment.overbookReason() : null,
                appointment.cancellationReason(),
                appointment.queueEntryId(),
                appointment.tokenNumber(),
                appointment.encounterId(),
                appointment.createdAt(),
                appointment.updatedAt());
    }
}
