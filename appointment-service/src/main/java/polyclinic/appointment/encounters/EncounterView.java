package polyclinic.appointment.encounters;

import java.time.Instant;
import java.util.UUID;

record EncounterView(
        UUID id,
        long version,
        UUID patientId,
        UUID doctorId,
        UUID appointmentId,
        UUID queueEntryId,
        EncounterStatus status,
        Instant startedAt,
        Instant endedAt) {

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
