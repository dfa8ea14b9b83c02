package polyclinic.appointment.doctors;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import polyclinic.appointment.events.AppointmentEvent;
import polyclinic.commons.values.Ids;

/** Somebody whom patients come to see. The time zone is where the consultations take place. */
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

    private String email;
    private String specialty;

    @Column(name = "time_zone")
    private String timeZone;

    private String subject;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected Doctor() {}

    static Doctor registered(RegisterDoctor request, Instant now) {
        Doctor doctor = new Doctor();
        doctor.id = Ids.next();
        doctor.createdAt = now;
        doctor.take(request, now);
        return doctor;
    }

    /** Takes over what differs and says what that was. */
    List<String> take(RegisterDoctor request, Instant now) {
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
        licenseNumber = request.licenseNumber();
        email = request.email();
        specialty = request.specialty();
        timeZone = request.timeZone();
        subject = request.subject();
        if (!changed.isEmpty()) updatedAt = now;
        return changed;
    }

    /** The doctor as a request would describe them: what a merge patch is applied to. */
    RegisterDoctor asRequest() {
        return new RegisterDoctor(givenName, familyName, licenseNumber, email, specialty, timeZone, subject);
    }

    AppointmentEvent.DoctorRegistered registeredEvent() {
        return new AppointmentEvent.DoctorRegistered(
                id, version, subject, givenName, familyName, specialty, licenseNumber, timeZone);
    }

    AppointmentEvent.DoctorUpdated updatedEvent() {
        return new AppointmentEvent.DoctorUpdated(
                id, version, subject, givenName, familyName, specialty, licenseNumber, timeZone);
    }

    public boolean isCalled(String callerSubject) {
        return callerSubject.equals(subject);
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public String givenName() {
        return givenName;
    }

    public String familyName() {
        return familyName;
    }

    public DoctorCard card() {
        return new DoctorCard(id, givenName + " " + familyName, subject);
    }

    public String licenseNumber() {
        return licenseNumber;
    }

    public String email() {
        return email;
    }

    public String specialty() {
        return specialty;
    }

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    public String subject() {
        return subject;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
