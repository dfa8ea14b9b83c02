package polyclinic.appointment.queue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.projections.PatientName;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.provenance.Provenance;

/**
 * @param doctorId absent in the common queue
 * @param date the day of the queue where the doctor is; of the common queue where the clinic is
 * @param commonTokenNumber the number of the common queue of who came by that
 * @param timelineReadyAt when it became {@code ready_for_doctor}
 */
public record QueueEntryView(
        UUID id,
        long version,
        @Nullable UUID doctorId,
        UUID patientId,
        @Nullable String patientName,
        @Nullable String uhid,
        @Nullable UUID appointmentId,
        @Nullable UUID encounterId,
        LocalDate date,
        int tokenNumber,
        @Nullable Integer commonTokenNumber,
        Priority priority,
        QueueStatus status,
        Instant addedAt,
        @Nullable Instant assignedAt,
        @Nullable Instant nurseCompletedAt,
        @Nullable Instant timelineReadyAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant cancelledAt,
        @Nullable Provenance provenance,
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
                entry.commonTokenNumber(),
                entry.priority(),
                entry.status(),
                entry.createdAt(),
                entry.assignedAt(),
                entry.nurseCompletedAt(),
                entry.timelineReadyAt(),
                entry.startedAt(),
                entry.completedAt(),
                entry.cancelledAt(),
                entry.provenance(),
                entry.createdAt(),
                entry.updatedAt());
    }
}
