package polyclinic.patient.care;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.commons.messaging.EventConsumer;

/**
 * Listens to appointments and walk-ins, for who has whom in care. What is kept carries the version it was told with, so an event
 * that comes twice or late has no effect and needs no row of the inbox.
 */
@ApplicationScoped
class AppointmentEvents {
    private final EventConsumer deliveries;
    private final CareRelationships care;

    AppointmentEvents(EventConsumer deliveries, CareRelationships care) {
        this.deliveries = deliveries;
        this.care = care;
    }

    @Incoming("appointments")
    public Uni<Void> on(ConsumerRecords<String, String> poll) {
        return deliveries.together(
                poll,
                events -> care.note(events.stream()
                        .map(AppointmentEvents::read)
                        .flatMap(Optional::stream)
                        .toList()));
    }

    /** Who came without an appointment is in care by the place in the doctor's queue. */
    private static Optional<CareRelationships.News> read(CloudEvent event) {
        if (event.type().startsWith("appointment.")) {
            Visit visit = event.as(Visit.class);
            return visit.about(visit.appointmentId());
        }
        if (event.type().startsWith("queue.")) {
            Visit visit = event.as(Visit.class);
            return visit.appointmentId() != null ? Optional.empty() : visit.about(visit.queueEntryId());
        }
        return Optional.empty();
    }

    record Visit(
            UUID appointmentId, UUID queueEntryId, long version, UUID patientId, String doctorSubject, String status) {
        /** Nothing when the doctor has no account that could open a record. */
        Optional<CareRelationships.News> about(UUID id) {
            if (doctorSubject == null) return Optional.empty();
            return Optional.of(new CareRelationships.News(
                    Objects.requireNonNull(id, "appointmentId"),
                    version,
                    doctorSubject,
                    Objects.requireNonNull(patientId, "patientId"),
                    !"cancelled".equals(status)));
        }
    }
}
