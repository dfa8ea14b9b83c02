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
     * @param givenName absent, or the family name is, for people of one name
     * @param birthDate absent when nobody knows it
     * @param birthDateEstimated whether only the year or the age is known; absent without a birth date
     * @param phone E.164
     */
    record Snapshot(
            UUID patientId,
            long version,
            String uhid,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable LocalDate birthDate,
            @Nullable Boolean birthDateEstimated,
            Sex sex,
            @Nullable String phone,
            @Nullable String email) {}

    @EventType("patient.registered.v1")
    record Registered(@JsonUnwrapped Snapshot patient) implements PatientEvent {}

    /** @param changedFields names of the fields of the patient that differ from the version before */
    @EventType("patient.updated.v1")
    record Updated(@JsonUnwrapped Snapshot patient, List<String> changedFields) implements PatientEvent {}
}
