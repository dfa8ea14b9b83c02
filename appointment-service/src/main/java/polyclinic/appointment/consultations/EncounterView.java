package polyclinic.appointment.consultations;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;

record EncounterView(
        UUID id,
        long version,
        UUID patientId,
        UUID doctorId,
        @Nullable UUID appointmentId,
        @Nullable UUID queueEntryId,
        EncounterStatus status,
        Instant startedAt,
        @Nullable Instant endedAt)
        implements PatientData {

    static EncounterView of(Encounter encounter) {
        return new EncounterView(
                encounter.id(),
                encounter.version(),
                encounter.patientId(),
                encounter.doctorId(),
                encounter.appointmentId(),
                encounter.queueEntryId(),
                encounter.status(),
                encounter.startedAt(),
                encounter.endedAt());
    }
}
