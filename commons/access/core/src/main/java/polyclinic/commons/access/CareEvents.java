package polyclinic.commons.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;

/**
 * Reads care relationships out of {@code appointment.events}: an appointment puts the patient in the doctor's care, and so
 * does a place in the doctor's queue for a patient who came without one. Cancelling ends it.
 */
final class CareEvents {
    private static final String CANCELLED = "cancelled";

    private CareEvents() {}

    public static List<CareRelationship> read(List<CloudEvent> events) {
        return events.stream().map(CareEvents::read).flatMap(Optional::stream).toList();
    }

    private static Optional<CareRelationship> read(CloudEvent event) {
        if (event.type().startsWith("appointment.")) {
            Fields fields = event.as(Fields.class);
            return Optional.of(fields.relationship(fields.appointmentId()));
        }
        if (event.type().startsWith("queue.")) {
            Fields fields = event.as(Fields.class);
            return fields.appointmentId() != null
                    ? Optional.empty()
                    : Optional.of(fields.relationship(fields.queueEntryId()));
        }
        return Optional.empty();
    }

    private record Fields(
            @Nullable UUID appointmentId,
            @Nullable UUID queueEntryId,
            long version,
            @Nullable UUID patientId,
            @Nullable String doctorSubject,
            @Nullable String status) {
        CareRelationship relationship(@Nullable UUID id) {
            return new CareRelationship(
                    Objects.requireNonNull(id, "id"),
                    version,
                    doctorSubject,
                    Objects.requireNonNull(patientId, "patientId"),
                    !CANCELLED.equals(status));
        }
    }
}
