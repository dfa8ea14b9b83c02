package polyclinic.patient.patients;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.patient.details.Sex;

/** Events about a patient's record that patient-service publishes on {@code patient.events}, keyed by the patient. */
public sealed interface PatientEvent extends Event {
    Snapshot patient();

    @Override
    default UUID aggregateId() {
        return patient().patientId();
    }

    /**
     * The patient after the change, as far as other services need to know.
     *
     * @param phone E.164
     */
    record Snapshot(
            UUID patientId,
            long version,
            String uhid,
            String givenName,
            String familyName,
            LocalDate birthDate,
            Sex sex,
            @Nullable String phone,
            @Nullable String email) {}

    @EventType("patient.registered.v1")
    record Registered(@JsonUnwrapped Snapshot patient) implements PatientEvent {}

    /** @param changedFields names of the fields of the patient that differ from the version before */
    @EventType("patient.updated.v1")
    record Updated(@JsonUnwrapped Snapshot patient, List<String> changedFields) implements PatientEvent {}
}
