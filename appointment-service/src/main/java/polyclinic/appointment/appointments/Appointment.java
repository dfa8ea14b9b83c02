package polyclinic.appointment.appointments;

import static polyclinic.appointment.appointments.AppointmentStatus.CANCELLED;
import static polyclinic.appointment.appointments.AppointmentStatus.CHECKED_IN;
import static polyclinic.appointment.appointments.AppointmentStatus.COMPLETED;
import static polyclinic.appointment.appointments.AppointmentStatus.IN_CONSULTATION;
import static polyclinic.appointment.appointments.AppointmentStatus.NO_SHOW;
import static polyclinic.appointment.appointments.AppointmentStatus.SCHEDULED;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.doctors.DoctorSummary;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
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

    private @Nullable String reason;

    /** Why it was put on top of another one. An overbooked appointment does not keep the doctor's time. */
    @Column(name = "overbook_reason")
    private @Nullable String overbookReason;

    @Column(name = "cancellation_reason")
    private @Nullable String cancellationReason;

    /** Whether the patient chose the time, which counts against the limits of {@code R__booking_limits.sql}. */
    @Column(name = "booked_by_patient")
    private boolean bookedByPatient;

    @Column(name = "cancelled_by_patient")
    private boolean cancelledByPatient;

    /** Whether the doctor made it themselves without having the patient in care. */
    @Column(name = "self_made")
    private boolean selfMade;

    /** From check-in on. */
    @Column(name = "queue_entry_id")
    private @Nullable UUID queueEntryId;

    /** From check-in on. */
    @Column(name = "token_number")
    private @Nullable Integer tokenNumber;

    /** Once the consultation has begun. */
    @Column(name = "encounter_id")
    private @Nullable UUID encounterId;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Appointment() {}

    public static Appointment booked(
            BookAppointment request, Duration length, Duration buffer, Scope scope, Instant now) {
        Appointment appointment = new Appointment();
        appointment.id = Ids.next();
        appointment.patientId = request.patientId();
        appointment.doctorId = request.doctorId();
        appointment.take(request.start(), length, buffer);
        appointment.status = SCHEDULED;
        appointment.reason = request.reason();
        appointment.overbookReason = request.overbookReason();
        appointment.bookedByPatient = !AppointmentAccessPolicy.isStaff(scope);
        appointment.createdAt = now;
        appointment.updatedAt = now;
        return appointment;
    }

    public void requireReschedule(Scope scope, Instant now) {
        if (status != SCHEDULED)
            throw new InvalidAppointmentTransition("Only a scheduled appointment can be rescheduled.");
        requireAhead(scope, now);
    }

    /** The doctor makes it themselves, by another role that they have, for a patient whom they have not in care. */
    public Appointment selfMade() {
        selfMade = true;
        return this;
    }

    /** At the new time it is an appointment like any other, even if it was overbooked. */
    public void reschedule(Instant start, Duration buffer, Scope scope, Instant now) {
        take(start, length(), buffer);
        bookedByPatient = !AppointmentAccessPolicy.isStaff(scope);
        overbookReason = null;
        updatedAt = now;
    }

    /** Until it is over: a patient may leave during the consultation. */
    public void cancel(String why, Scope scope, Instant now) {
        if (status != SCHEDULED && status != CHECKED_IN && status != IN_CONSULTATION)
            throw new InvalidAppointmentTransition(status, CANCELLED);
        requireAhead(scope, now);
        status = CANCELLED;
        cancellationReason = why;
        cancelledByPatient = !AppointmentAccessPolicy.isStaff(scope);
        updatedAt = now;
    }

    /** Called before the queue entry is made, so that none is made in vain. */
    public void requireCheckIn() {
        if (status != SCHEDULED) throw new InvalidAppointmentTransition(status, CHECKED_IN);
    }

    public void checkIn(UUID queueEntry, int token, Instant now) {
        requireCheckIn();
        status = CHECKED_IN;
        queueEntryId = queueEntry;
        tokenNumber = token;
        updatedAt = now;
    }

    public void start(UUID encounter, Instant now) {
        if (status != CHECKED_IN) throw new InvalidAppointmentTransition(status, IN_CONSULTATION);
        status = IN_CONSULTATION;
        encounterId = encounter;
        updatedAt = now;
    }

    public void complete(Instant now) {
        if (status != IN_CONSULTATION) throw new InvalidAppointmentTransition(status, COMPLETED);
        status = COMPLETED;
        updatedAt = now;
    }

    /** A patient is missed from the start of the appointment on, or when they have left after check-in. */
    public void noShow(Instant now) {
        boolean missed = status == CHECKED_IN || status == SCHEDULED && !now.isBefore(startsAt);
        if (!missed) throw new InvalidAppointmentTransition(status, NO_SHOW);
        status = NO_SHOW;
        updatedAt = now;
    }

    /** Patients change what lies ahead of them; from check-in or the start on, only the staff change it. */
    private void requireAhead(Scope scope, Instant now) {
        if (AppointmentAccessPolicy.isStaff(scope)) return;
        if (status != SCHEDULED || !now.isBefore(startsAt))
            throw new InvalidAppointmentTransition("Patients change appointments only before they begin.");
    }

    private void take(Instant start, Duration length, Duration buffer) {
        startsAt = start;
        endsAt = start.plus(length);
        blockedUntil = endsAt.plus(buffer);
    }

    /** The appointment as an event publishes it; after the flush, so that the version is the new one. */
    public AppointmentEvent.Snapshot snapshot(DoctorSummary doctor) {
        return new AppointmentEvent.Snapshot(
                id,
                version,
                patientId,
                doctorId,
                doctor.subject(),
                doctor.name(),
                startsAt,
                endsAt,
                status,
                reason,
                selfMade ? true : null);
    }

    /** Whoever keeps it goes by the status; a cancellation by its type too. */
    RestatedFacts.Fact fact(DoctorSummary doctor) {
        AppointmentEvent.Snapshot snapshot = snapshot(doctor);
        return new RestatedFacts.Fact(
                id,
                status == CANCELLED
                        ? new AppointmentEvent.Cancelled(
                                snapshot, Objects.requireNonNullElse(cancellationReason, ""), updatedAt)
                        : new AppointmentEvent.Booked(snapshot, updatedAt),
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

    public Instant blockedUntil() {
        return blockedUntil;
    }

    public Duration length() {
        return Duration.between(startsAt, endsAt);
    }

    AppointmentStatus status() {
        return status;
    }

    public @Nullable String reason() {
        return reason;
    }

    public boolean isSelfMade() {
        return selfMade;
    }

    public @Nullable String overbookReason() {
        return overbookReason;
    }

    @Nullable
    String cancellationReason() {
        return cancellationReason;
    }

    public boolean isBookedByPatient() {
        return bookedByPatient;
    }

    public @Nullable UUID queueEntryId() {
        return queueEntryId;
    }

    /** The queue entry of an appointment that has been checked in. */
    public UUID requireQueueEntryId() {
        if (queueEntryId == null) throw new IllegalStateException("an appointment without a queue entry: " + id);
        return queueEntryId;
    }

    @Nullable
    Integer tokenNumber() {
        return tokenNumber;
    }

    public @Nullable UUID encounterId() {
        return encounterId;
    }

    /** The encounter of an appointment whose consultation has begun. */
    public UUID requireEncounterId() {
        if (encounterId == null) throw new IllegalStateException("an appointment without an encounter: " + id);
        return encounterId;
    }

    public Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}
