package polyclinic.patient.registration;

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
import polyclinic.commons.problem.Problem;

/** A person who is treated here, with who they are and how they are reached. */
@Entity
public class Patient {
    @Id
    UUID id;

    @Version
    long version;

    String uhid;

    @Column(name = "given_name")
    String givenName;

    @Column(name = "family_name")
    String familyName;

    @Column(name = "birth_date")
    LocalDate birthDate;

    @Column(name = "birth_date_estimated")
    boolean birthDateEstimated;

    @Enumerated(EnumType.STRING)
    Sex sex;

    String phone;
    String email;

    @Convert(converter = AddressColumn.class)
    Address address;

    @Convert(converter = EmergencyContactsColumn.class)
    @Column(name = "emergency_contacts")
    List<EmergencyContact> emergencyContacts = new ArrayList<>();

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "patient_identifier", joinColumns = @JoinColumn(name = "patient_id"))
    @OrderColumn(name = "position")
    @Fetch(FetchMode.JOIN)
    List<Identifier> identifiers = new ArrayList<>();

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    protected Patient() {}

    Patient(UUID id, String uhid, RegisterPatient details, PhoneNumbers phones, Instant now) {
        this.id = id;
        this.uhid = uhid;
        this.createdAt = now;
        this.updatedAt = now;
        apply(details, phones, now);
    }

    /** Takes over patched details and tells which fields changed. */
    List<String> change(RegisterPatient details, PhoneNumbers phones, Instant now) {
        RegisterPatient before = details();
        if (details.uhid() == null) throw Problem.invalid("uhid", "cannot be removed");
        uhid = details.uhid();
        apply(details, phones, now);
        List<String> changed = changedFields(before, details());
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    /** The details in the shape of a registration. */
    RegisterPatient details() {
        return new RegisterPatient(
                givenName,
                familyName,
                birthDate,
                birthDateEstimated,
                sex,
                phone,
                email,
                address,
                List.copyOf(identifiers),
                List.copyOf(emergencyContacts),
                uhid);
    }

    private void apply(RegisterPatient details, PhoneNumbers phones, Instant now) {
        if (details.birthDate()
                .isAfter(now.atOffset(java.time.ZoneOffset.ofHours(14)).toLocalDate()))
            throw Problem.invalid("birthDate", "must not lie in the future");
        givenName = details.givenName().strip();
        familyName = details.familyName().strip();
        birthDate = details.birthDate();
        birthDateEstimated = Boolean.TRUE.equals(details.birthDateEstimated());
        sex = details.sex();
        phone = phones.e164("phone", details.phone());
        email = details.email();
        address = details.address();
        if (!identifiers.equals(details.identifiers())) {
            identifiers.clear();
            identifiers.addAll(details.identifiers());
        }
        emergencyContacts = new ArrayList<>(details.emergencyContacts().stream()
                .map(contact -> new EmergencyContact(
                        contact.name(),
                        contact.relationship(),
                        phones.e164("emergencyContacts.phone", contact.phone())))
                .toList());
    }

    private static List<String> changedFields(RegisterPatient before, RegisterPatient after) {
        List<String> changed = new ArrayList<>();
        for (var component : RegisterPatient.class.getRecordComponents()) {
            try {
                Object was = component.getAccessor().invoke(before);
                if (!Objects.equals(was, component.getAccessor().invoke(after))) changed.add(component.getName());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return changed;
    }

    /** An address as JSON text in one column. */
    public static class AddressColumn extends JsonColumn<Address> {
        public AddressColumn() {
            super(new com.fasterxml.jackson.core.type.TypeReference<Address>() {});
        }
    }

    /** Emergency contacts as JSON text in one column. */
    public static class EmergencyContactsColumn extends JsonColumn<List<EmergencyContact>> {
        public EmergencyContactsColumn() {
            super(new com.fasterxml.jackson.core.type.TypeReference<List<EmergencyContact>>() {});
        }
    }
}
