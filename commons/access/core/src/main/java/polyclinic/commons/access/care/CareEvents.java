package polyclinic.commons.access.care;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;

/**
 * Reads care out of events. {@code appointment.events}: an appointment puts the patient in the doctor's care, and so does a
 * place in the doctor's queue for a patient who came without one; each lasts for a time ({@link CareConfig}) and ends at once
 * with a cancellation. {@code patient.events}: emergency access. Other events are passed over.
 */
public final class CareEvents {
    private static final String CANCELLED = "cancelled";
    private static final long TOLD_BESIDE = -1;
    private static final String NO_SHOW = "no_show";

    private final CareConfig config;

    public CareEvents(CareConfig config) {
        this.config = config;
    }

    public List<CareRelationship> relationships(List<CloudEvent> events) {
        return events.stream().map(this::relationship).flatMap(Optional::stream).toList();
    }

    public List<DoctorAccount> accounts(List<CloudEvent> events) {
        return events.stream()
                .filter(event -> event.type().startsWith("doctor."))
                .map(event -> event.as(DoctorFields.class).account())
                .toList();
    }

    /**
     * The accounts as appointments and queue entries tell them beside. They count while the doctor's own events have not
     * arrived, so their version is less than any.
     */
    public List<DoctorAccount> toldAccounts(List<CloudEvent> events) {
        return events.stream()
                .filter(event ->
                        event.type().startsWith("appointment.") || event.type().startsWith("queue."))
                .map(event -> event.as(VisitFields.class))
                .filter(fields -> fields.doctorSubject() != null)
                .map(fields -> new DoctorAccount(
                        requireNonNull(fields.doctorId(), "doctorId"), TOLD_BESIDE, fields.doctorSubject()))
                .distinct()
                .toList();
    }

    private Optional<CareRelationship> relationship(CloudEvent event) {
        if (event.type().startsWith("appointment.")) return Optional.of(appointment(event));
        if (event.type().startsWith("queue.")) return queueEntry(event);
        if (event.type().startsWith("patient.emergency-access-"))
            return Optional.of(event.as(EmergencyFields.class).relationship());
        return Optional.empty();
    }

    private CareRelationship appointment(CloudEvent event) {
        VisitFields fields = event.as(VisitFields.class);
        return fields.relationship(fields.appointmentId(), CareBasis.APPOINTMENT, event, () -> requireNonNull(
                        fields.startsAt(), "startsAt")
                .plus(NO_SHOW.equals(fields.status()) ? config.careLastsAfterNoShow() : config.careLasts()));
    }

    /** The entry of a patient with an appointment says nothing new, and one of the common queue says no doctor. */
    private Optional<CareRelationship> queueEntry(CloudEvent event) {
        VisitFields fields = event.as(VisitFields.class);
        if (fields.appointmentId() != null || fields.doctorId() == null) return Optional.empty();
        // Events from before the field was added have only the time of their own step, which is of the same day.
        Instant joined = Objects.requireNonNullElse(fields.addedAt(), event.time());
        return Optional.of(fields.relationship(
                fields.queueEntryId(), CareBasis.QUEUE_ENTRY, event, () -> joined.plus(config.careLasts())));
    }

    /** Of an appointment or of a queue entry. */
    private record VisitFields(
            @Nullable UUID appointmentId,
            @Nullable UUID queueEntryId,
            long version,
            @Nullable UUID patientId,
            @Nullable UUID doctorId,
            @Nullable String doctorSubject,
            @Nullable Instant startsAt,
            @Nullable Instant addedAt,
            @Nullable String status,
            @Nullable Boolean selfMade) {
        CareRelationship relationship(@Nullable UUID id, CareBasis basis, CloudEvent event, Supplier<Instant> until) {
            return new CareRelationship(
                    requireNonNull(id, "id"),
                    version,
                    requireNonNull(patientId, "patientId"),
                    requireNonNull(doctorId, "doctorId"),
                    null,
                    basis,
                    event.time(),
                    CANCELLED.equals(status) ? event.time() : until.get(),
                    Boolean.TRUE.equals(selfMade));
        }
    }

    private record DoctorFields(
            @Nullable UUID doctorId, long version, @Nullable String subject) {
        DoctorAccount account() {
            return new DoctorAccount(requireNonNull(doctorId, "doctorId"), version, subject);
        }
    }

    private record EmergencyFields(
            @Nullable UUID emergencyAccessId,
            long version,
            @Nullable UUID patientId,
            @Nullable String subject,
            @Nullable Instant grantedAt,
            @Nullable Instant expiresAt) {
        CareRelationship relationship() {
            return new CareRelationship(
                    requireNonNull(emergencyAccessId, "emergencyAccessId"),
                    version,
                    requireNonNull(patientId, "patientId"),
                    null,
                    requireNonNull(subject, "subject"),
                    CareBasis.EMERGENCY_ACCESS,
                    requireNonNull(grantedAt, "grantedAt"),
                    requireNonNull(expiresAt, "expiresAt"),
                    false);
        }
    }
}
