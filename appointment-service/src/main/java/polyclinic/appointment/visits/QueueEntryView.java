package polyclinic.appointment.visits;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import polyclinic.appointment.patients.KnownPatient;
import polyclinic.appointment.queue.Priority;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueStatus;

/** @param date the day of the queue in the doctor's zone */
record QueueEntryView(
        UUID id,
        long version,
        UUID doctorId,
        UUID patientId,
        String patientName,
        String uhid,
        UUID appointmentId,
        UUID encounterId,
        LocalDate date,
        int tokenNumber,
        Priority priority,
        QueueStatus status,
        Instant createdAt,
        Instant updatedAt) {

    /** @param patient null when only the id is known */
    static QueueEntryView of(QueueEntry entry, KnownPatient patient) {
        return new QueueEntryView(
                entry.id(),
                entry.version(),
                entry.doctorId(),
                entry.patientId(),
                patient == null ? null : patient.name(),
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
