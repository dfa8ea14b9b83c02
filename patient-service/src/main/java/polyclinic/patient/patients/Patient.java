package polyclinic.patient.patients;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.names.NameKey;
import polyclinic.commons.postgres.provenance.ProvenanceColumn;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;
import polyclinic.patient.details.Address;
import polyclinic.patient.details.BirthDate;
import polyclinic.patient.details.EmergencyContact;
import polyclinic.patient.details.Identifier;
import polyclinic.patient.details.PatientDetails;
import polyclinic.patient.details.PhoneNumbers;
import polyclinic.patient.details.Sex;

/** A person who is treated here: who they are and how they are reached. */
@Entity
public class Patient {
    @Id
    private UUID id;

    @Version
    private long version;

    private String uhid;

    @Column(name = "given_name")
    private @Nullable String givenName;

    @Column(name = "family_name")
    private @Nullable String familyName;

    @Column(name = "birth_date")
    private @Nullable LocalDate birthDate;

    @Column(name = "birth_date_estimated")
    private boolean birthDateEstimated;

    @Enumerated(EnumType.STRING)
    private Sex sex;

    private @Nullable String phone;
    private @Nullable String email;

    /** Whether somebody confirmed that the patient is another person than those with the same address (a family's, a carer's). */
    @Column(name = "email_shared")
    private boolean emailShared;

    @Convert(converter = PatientDetails.AddressColumn.class)
    private @Nullable Address address;

    @Convert(converter = PatientDetails.EmergencyContactsColumn.class)
    @Column(name = "emergency_contacts")
    private List<EmergencyContact> emergencyContacts = new ArrayList<>();

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "patient_identifier", joinColumns = @JoinColumn(name = "patient_id"))
    @OrderColumn(name = "position")
    @Fetch(FetchMode.JOIN)
    private List<Identifier> identifiers = new ArrayList<>();

    /** What the name is found by, of the version of that computation. */
    @Column(name = "search_name")
    private String searchName;

    @Column(name = "search_words")
    private String searchWords;

    @Column(name = "search_version")
    private int searchVersion;

    @Convert(converter = ProvenanceColumn.class)
    private @Nullable Provenance provenance;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Patient() {}

    @SuppressWarnings("NullAway.Init")
    Patient(UUID id, String uhid, PatientDetails details, PhoneNumbers phones, boolean confirmedDistinct, Instant now) {
        this.id = id;
        this.uhid = uhid;
        this.provenance = details.provenance();
        this.createdAt = now;
        this.updatedAt = now;
        apply(details, phones, now);
        emailShared = confirmedDistinct && email != null;
    }

    /** Takes over patched details and returns the names of the fields that changed. */
    List<String> change(PatientDetails details, PhoneNumbers phones, boolean confirmedDistinct, Instant now) {
        PatientDetails before = details();
        if (details.uhid() == null) throw Problem.invalid("uhid", "cannot be removed");
        if (!Objects.equals(details.provenance(), provenance)) throw Problem.invalid("provenance", "cannot be changed");
        uhid = details.uhid();
        apply(details, phones, now);
        List<String> changed = PatientDetails.changedFields(before, details());
        if (changed.contains("email")) emailShared = confirmedDistinct && email != null;
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    PatientDetails details() {
        return new PatientDetails(
                givenName,
                familyName,
                birthDate,
                null,
                birthDateEstimated,
                sex,
                phone,
                email,
                address,
                List.copyOf(identifiers),
                List.copyOf(emergencyContacts),
                uhid,
                provenance);
    }

    private void apply(PatientDetails details, PhoneNumbers phones, Instant now) {
        BirthDate born = BirthDate.of(details, now);
        givenName = presentOrNull(details.givenName());
        familyName = presentOrNull(details.familyName());
        if (givenName == null && familyName == null)
            throw Problem.invalid("familyName", "must be there unless a givenName is: one name is enough");
        NameKey key = NameKey.of(givenName, familyName);
        searchName = key.latin();
        searchWords = key.words();
        searchVersion = NameKey.VERSION;
        birthDate = born.date();
        birthDateEstimated = born.isEstimated();
        sex = details.sex();
        phone = phones.dialable("phone", details.phone());
        email = details.email();
        address = details.address();
        // One that is said twice is one.
        List<Identifier> wanted = details.identifiers().stream()
                .map(Identifier::normal)
                .distinct()
                .toList();
        if (!identifiers.equals(wanted)) {
            identifiers.clear();
            identifiers.addAll(wanted);
        }
        emergencyContacts = new ArrayList<>(details.emergencyContacts().stream()
                .map(contact -> new EmergencyContact(
                        contact.name(),
                        contact.relationship(),
                        Objects.requireNonNull(phones.dialable("emergencyContacts.phone", contact.phone()))))
                .toList());
    }

    private static @Nullable String presentOrNull(@Nullable String name) {
        return name == null || name.isBlank() ? null : name.strip();
    }

    PatientView view() {
        return PatientView.of(id, version, details(), createdAt, updatedAt);
    }

    PatientEvent.Snapshot snapshot() {
        return new PatientEvent.Snapshot(
                id,
                version,
                uhid,
                givenName,
                familyName,
                birthDate,
                birthDate == null ? null : birthDateEstimated,
                sex,
                phone,
                email);
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }
}
