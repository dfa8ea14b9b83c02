package polyclinic.appointment.queue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.projections.PatientName;
import polyclinic.commons.audit.PatientData;

/** @param date the day of the queue in the doctor's zone */
public record QueueEntryView(
        UUID id,
        long version,
        UUID doctorId,
        UUID patientId,
        @Nullable String patientName,
        @Nullable String uhid,
        @Nullable UUID appointmentId,
        @Nullable UUID encounterId,
        LocalDate date,
        int tokenNumber,
        Priority priority,
        QueueStatus status,
        Instant createdAt,
        Instant updatedAt)
        implements PatientData {

    /** @param patient absent when only the id is known */
    static QueueEntryView of(QueueEntry entry, @Nullable PatientName patient) {
        return new QueueEntryView(
                entry.id(),
                entry.version(),
                entry.doctorId(),
                entry.patientId(),
                patient == null ? null : patient.fullName(),
                patient == null ? null : patient.uhid(),
                entry.appointmentId(),
                entry.encounterId(),
                entry.day(),
                entry.tokenNumber(),
                entry.priority(),
                entry.status(),
                entry.createdAt(),
                entry.updatedAt());
    }
}
