package polyclinic.patient.events;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** What patient-service tells the world, on topic {@code patient.events}, keyed by the patient. */
public sealed interface PatientEvent extends Event {
    UUID patientId();

    @Override
    default UUID aggregateId() {
        return patientId();
    }

    @EventType("patient.registered.v1")
    record Registered(
            UUID patientId,
            long version,
            String uhid,
            String givenName,
            String familyName,
            LocalDate birthDate,
            String sex,
            String phone,
            String email)
            implements PatientEvent {}

    /** @param changedFields names of the fields of the patient that differ from the version before */
    @EventType("patient.updated.v1")
    record Updated(
            UUID patientId,
            long version,
            String uhid,
            String givenName,
            String familyName,
            LocalDate birthDate,
            String sex,
            String phone,
            String email,
            List<String> changedFields)
            implements PatientEvent {}

    @EventType("patient.allergy-recorded.v1")
    record AllergyRecorded(
            UUID patientId,
            UUID allergyId,
            long version,
            Substance substance,
            String criticality,
            String reaction,
            Instant recordedAt)
            implements PatientEvent {}

    @EventType("patient.allergy-updated.v1")
    record AllergyUpdated(
            UUID patientId,
            UUID allergyId,
            long version,
            Substance substance,
            String criticality,
            String reaction,
            Instant recordedAt)
            implements PatientEvent {}

    /** The allergy was entered in error. */
    @EventType("patient.allergy-removed.v1")
    record AllergyRemoved(UUID patientId, UUID allergyId, long version) implements PatientEvent {}

    /** @param system of the code, a URI, or null when there is only a name */
    record Substance(String code, String system, String name) {}
}
