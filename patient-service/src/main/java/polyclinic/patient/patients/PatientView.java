package polyclinic.patient.patients;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.provenance.Provenance;
import polyclinic.patient.details.Address;
import polyclinic.patient.details.EmergencyContact;
import polyclinic.patient.details.Identifier;
import polyclinic.patient.details.PatientDetails;
import polyclinic.patient.details.Sex;

/**
 * A patient as clients see it: whole, or {@link #identity}, by who asks.
 *
 * @param givenName absent, or the family name is, for people of one name
 * @param birthDate absent when nobody knows it
 * @param birthDateEstimated whether only the year or the age is known, so that the birth date is not to be taken for exact
 */
record PatientView(
        UUID id,
        long version,
        @Nullable String uhid,
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable LocalDate birthDate,
        boolean birthDateEstimated,
        Sex sex,
        @Nullable String phone,
        @Nullable String email,
        @Nullable Address address,
        List<Identifier> identifiers,
        List<EmergencyContact> emergencyContacts,
        @Nullable Provenance provenance,
        Instant createdAt,
        Instant updatedAt)
        implements PatientData {
    @Override
    public UUID patientId() {
        return id;
    }

    static PatientView of(UUID id, long version, PatientDetails details, Instant createdAt, Instant updatedAt) {
        return new PatientView(
                id,
                version,
                details.uhid(),
                details.givenName(),
                details.familyName(),
                details.birthDate(),
                Boolean.TRUE.equals(details.birthDateEstimated()),
                details.sex(),
                details.phone(),
                details.email(),
                details.address(),
                details.identifiers(),
                details.emergencyContacts(),
                details.provenance(),
                createdAt,
                updatedAt);
    }

    /** What tells one person from another, without how they are reached. */
    PatientView identity() {
        return new PatientView(
                id,
                version,
                uhid,
                givenName,
                familyName,
                birthDate,
                birthDateEstimated,
                sex,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                createdAt,
                updatedAt);
    }
}
