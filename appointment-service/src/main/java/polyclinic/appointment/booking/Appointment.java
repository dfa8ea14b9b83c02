package polyclinic.appointment.booking;

import static polyclinic.appointment.booking.AppointmentStatus.CANCELLED;
import static polyclinic.appointment.booking.AppointmentStatus.CHECKED_IN;
import static polyclinic.appointment.booking.AppointmentStatus.COMPLETED;
import static polyclinic.appointment.booking.AppointmentStatus.IN_CONSULTATION;
import static polyclinic.appointment.booking.AppointmentStatus.NO_SHOW;
import static polyclinic.appointment.booking.AppointmentStatus.SCHEDULED;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import polyclinic.appointment.InvalidTransition;
import polyclinic.appointment.doctors.DoctorCard;
import polyclinic.appointment.events.AppointmentEvent;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.values.Ids;

/**
 * A patient's appointment with a doctor. While it is not {@code cancelled} or {@code no_show} it keeps its time: named
 * exclusion constraints see to it that no other one of the doctor (pause included) or of the patient overlaps it.
 */
@Entity
public class Appointment {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "patient_id")
    private UUID patientId;

    @Column(name = "doctor_id")
    private UUID doctorId;

    @Column(name = "starts_at")
    private Instant startsAt;

    @Column(name = "ends_at")
    private Instant endsAt;

    /** The end with the doctor's pause after it. */
    @Column(name = "blocked_until")
    private Instant blockedUntil;

    @Enumerated(EnumType.STRING)
    private AppointmentStatus status;

    private String reason;

    /** Why it was put on top of another one, or null. An overbooked appointment does not keep the doctor's time. */
    @Column(name = "overbook_reason")
    private String overbookReason;

    @Column(name = "cancellation_reason")
    private String cancellationReason;

    @Column(name = "queue_entry_id")
    private UUID queueEntryId;

    @Column(name = "token_number")
    private Integer tokenNumber;

    @Column(name = "encounter_id")
    private UUID encounterId;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected Appointment() {}

    static Appointment booked(BookAppointment request, Duration length, Duration buffer, Instant now) {
        Appointment appointment = new Appointment();
        appointment.id = Ids.next();
        appointment.patientId = request.patientId();
        appointment.doctorId = request.doctorId();
        appointment.take(request.start(), length, buffer);
        appointment.status = SCHEDULED;
        appointment.reason = request.reason();
        appointment.overbookReason = request.overbookReason();
        appointment.createdAt = now;
        appointment.updatedAt = now;
        return appointment;
    }

    void requireReschedule(Caller caller, Instant now) {
        if (status != SCHEDULED) throw new InvalidTransition("Only a scheduled appointment can be rescheduled.");
        checkOwn(caller, now);
    }

    /** At the new time it is an appointment like any other, even if it was overbooked. */
    void reschedule(Instant start, Duration buffer, Instant now) {
        take(start, length(), buffer);
        overbookReason = null;
        updatedAt = now;
    }

    void cancel(String why, Caller caller, Instant now) {
        if (status != SCHEDULED && status != CHECKED_IN) throw new InvalidTransition(status.wire(), CANCELLED.wire());
        checkOwn(caller, now);
        status = CANCELLED;
        cancellationReason = why;
        updatedAt = now;
    }

    /** Whether it may be checked in at all; the queue entry is made only then. */
    public void requireCheckIn(Instant now, Duration opens) {
        if (status != SCHEDULED) throw new InvalidTransition(status.wire(), CHECKED_IN.wire());
        if (now.isBefore(startsAt.minus(opens))) throw new TooEarly();
    }

    /** After {@link #requireCheckIn}. */
    public void checkIn(QueueEntry entry, Instant now) {
        status = CHECKED_IN;
        queueEntryId = entry.id();
        tokenNumber = entry.tokenNumber();
        updatedAt = now;
    }

    public void start(UUID encounter, Instant now) {
        if (status != CHECKED_IN) throw new InvalidTransition(status.wire(), IN_CONSULTATION.wire());
        status = IN_CONSULTATION;
        encounterId = encounter;
        updatedAt = now;
    }

    public void complete(Instant now) {
        if (status != IN_CONSULTATION) throw new InvalidTransition(status.wire(), COMPLETED.wire());
        status = COMPLETED;
        updatedAt = now;
    }

    /** Nobody can be said not to have come before the time has come. */
    public void noShow(Instant now) {
        boolean missed = status == CHECKED_IN || status == SCHEDULED && !now.isBefore(startsAt);
        if (!missed) throw new InvalidTransition(status.wire(), NO_SHOW.wire());
        status = NO_SHOW;
        updatedAt = now;
    }

    /** Patients change what lies ahead of them; after check-in or the start it is the staff's to change. */
    private void checkOwn(Caller caller, Instant now) {
        if (caller.onlyPatient() == null) return;
        if (status != SCHEDULED || !now.isBefore(startsAt))
            throw new InvalidTransition("Patients change appointments only before they begin.");
    }

    private void take(Instant start, Duration length, Duration buffer) {
        startsAt = start;
        endsAt = start.plus(length);
        blockedUntil = endsAt.plus(buffer);
    }

    AppointmentEvent.Booked bookedEvent(DoctorCard doctor) {
        return new AppointmentEvent.Booked(
                id,
                version,
                patientId,
                doctorId,
                doctor.subject(),
                doctor.name(),
                startsAt,
                endsAt,
                status.wire(),
                reason,
                updatedAt);
    }

    AppointmentEvent.Rescheduled rescheduledEvent(DoctorCard doctor, Instant previousStartsAt) {
        return new AppointmentEvent.Rescheduled(
                id,
                version,
                patientId,
                doctorId,
                doctor.subject(),
                doctor.name(),
                startsAt,
                endsAt,
                status.wire(),
                reason,
                previousStartsAt,
                updatedAt);
    }

    AppointmentEvent.Cancelled cancelledEvent(DoctorCard doctor) {
        return new AppointmentEvent.Cancelled(
                id,
                version,
                patientId,
                doctorId,
                doctor.subject(),
                doctor.name(),
                startsAt,
                endsAt,
                status.wire(),
                reason,
                cancellationReason,
                updatedAt);
    }

    public AppointmentEvent.CheckedIn checkedInEvent(DoctorCard doctor) {
        return new AppointmentEvent.CheckedIn(
                id,
                version,
                patientId,
                doctorId,
                doctor.subject(),
                doctor.name(),
                startsAt,
                endsAt,
                status.wire(),
                reason,
                queueEntryId,
                tokenNumber,
                updatedAt);
    }

    public AppointmentEvent.Started startedEvent(DoctorCard doctor) {
        return new AppointmentEvent.Started(
                id,
                version,
                patientId,
                doctorId,
                doctor.subject(),
                doctor.name(),
                startsAt,
                endsAt,
                status.wire(),
                reason,
                encounterId,
                updatedAt);
    }

    public AppointmentEvent.Completed completedEvent(DoctorCard doctor) {
        return new AppointmentEvent.Completed(
                id,
                version,
                patientId,
                doctorId,
                doctor.subject(),
                doctor.name(),
                startsAt,
                endsAt,
                status.wire(),
                reason,
                encounterId,
                updatedAt);
    }

    public AppointmentEvent.NoShow noShowEvent(DoctorCard doctor) {
        return new AppointmentEvent.NoShow(
                id,
                version,
                patientId,
                doctorId,
                doctor.subject(),
                doctor.name(),
                startsAt,
                endsAt,
                status.wire(),
                reason,
                updatedAt);
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public UUID patientId() {
        return patientId;
    }

    public UUID doctorId() {
        return doctorId;
    }

    public Instant startsAt() {
        return startsAt;
    }

    public Instant endsAt() {
        return endsAt;
    }

    Instant blockedUntil() {
        return blockedUntil;
    }

    Duration length() {
        return Duration.between(startsAt, endsAt);
    }

    public AppointmentStatus status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String overbookReason() {
        return overbookReason;
    }

    String cancellationReason() {
        return cancellationReason;
    }

    public UUID queueEntryId() {
        return queueEntryId;
    }

    Integer tokenNumber() {
        return tokenNumber;
    }

    public UUID encounterId() {
        return encounterId;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}
