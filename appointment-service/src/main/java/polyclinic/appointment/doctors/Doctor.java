package polyclinic.appointment.doctors;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.names.NameKey;
import polyclinic.commons.postgres.provenance.ProvenanceColumn;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.PersonName;

/** A doctor whom patients come to see. The time zone is where the consultations take place. */
@Entity
public class Doctor {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "given_name")
    private String givenName;

    @Column(name = "family_name")
    private String familyName;

    @Column(name = "license_number")
    private String licenseNumber;

    /** What the name is found by, of the version of that computation. */
    @Column(name = "search_name")
    private String searchName;

    @Column(name = "search_words")
    private String searchWords;

    @Column(name = "search_version")
    private int searchVersion;

    private String email;
    private String specialty;

    @Column(name = "time_zone")
    private String timeZone;

    /** {@code sub} of the doctor's account, once there is one. */
    private @Nullable String subject;

    @Convert(converter = ProvenanceColumn.class)
    private @Nullable Provenance provenance;

    /** Of the {@link #provenance}, for searches; the database computes both. */
    @Column(name = "provenance_source", insertable = false, updatable = false)
    private @Nullable String provenanceSource;

    @Column(name = "provenance_external_id", insertable = false, updatable = false)
    private @Nullable String provenanceExternalId;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Doctor() {}

    static Doctor registered(RegisterDoctor request, Instant now) {
        Doctor doctor = new Doctor();
        doctor.id = Ids.next();
        doctor.createdAt = now;
        doctor.provenance = request.provenance();
        doctor.take(request, now);
        return doctor;
    }

    /** Takes over what differs and returns the names of the fields that did. */
    List<String> take(RegisterDoctor request, Instant now) {
        if (!Objects.equals(provenance, request.provenance())) throw Problem.invalid("provenance", "cannot be changed");
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(givenName, request.givenName())) changed.add("givenName");
        if (!Objects.equals(familyName, request.familyName())) changed.add("familyName");
        if (!Objects.equals(licenseNumber, request.licenseNumber())) changed.add("licenseNumber");
        if (!Objects.equals(email, request.email())) changed.add("email");
        if (!Objects.equals(specialty, request.specialty())) changed.add("specialty");
        if (!Objects.equals(timeZone, request.timeZone())) changed.add("timeZone");
        if (!Objects.equals(subject, request.subject())) changed.add("subject");
        givenName = request.givenName();
        familyName = request.familyName();
        NameKey key = NameKey.of(givenName, familyName);
        searchName = key.latin();
        searchWords = key.words();
        searchVersion = NameKey.VERSION;
        licenseNumber = request.licenseNumber();
        email = request.email();
        specialty = request.specialty();
        timeZone = request.timeZone();
        subject = request.subject();
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    /** The doctor as a request would describe them, for a merge patch to be applied to. */
    RegisterDoctor asRequest() {
        return new RegisterDoctor(
                givenName, familyName, licenseNumber, email, specialty, timeZone, subject, provenance);
    }

    /** The doctor as an event publishes them; after the flush, so that the version is the new one. */
    DoctorEvent.Snapshot snapshot() {
        return new DoctorEvent.Snapshot(
                id, version, subject, givenName, familyName, specialty, licenseNumber, timeZone);
    }

    RestatedFacts.Fact fact() {
        return new RestatedFacts.Fact(id, new DoctorEvent.Updated(snapshot()), updatedAt);
    }

    boolean isAccountOf(String callerSubject) {
        return callerSubject.equals(subject);
    }

    public UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    String givenName() {
        return givenName;
    }

    String familyName() {
        return familyName;
    }

    public DoctorSummary summary() {
        return new DoctorSummary(id, PersonName.of(givenName, familyName), subject);
    }

    String licenseNumber() {
        return licenseNumber;
    }

    String email() {
        return email;
    }

    String specialty() {
        return specialty;
    }

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    /** The date on the doctor's calendar at an instant. */
    public LocalDate dateAt(Instant instant) {
        return instant.atZone(zone()).toLocalDate();
    }

    public @Nullable String subject() {
        return subject;
    }

    @Nullable
    Provenance provenance() {
        return provenance;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}
