package polyclinic.patient.care;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.event.CloudEvent;
import polyclinic.commons.event.Deliveries;

/**
 * Listens to appointments and walk-ins, for who has whom in care. What is kept carries the version it was told with, so an event
 * that comes twice or late has no effect and needs no row of the inbox.
 */
@ApplicationScoped
class AppointmentEvents {
    private final Deliveries deliveries;
    private final CareRelationships care;

    AppointmentEvents(Deliveries deliveries, CareRelationships care) {
        this.deliveries = deliveries;
        this.care = care;
    }

    @Incoming("appointments")
    public Uni<Void> on(ConsumerRecord<String, String> message) {
        return deliveries.handle(message, event -> {
            if (event.type().startsWith("appointment.")) return appointment(event);
            if (event.type().startsWith("queue.")) return walkIn(event);
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> appointment(CloudEvent event) {
        Visit visit = event.as(Visit.class);
        return note(visit, visit.appointmentId());
    }

    /** Who came without an appointment is in care by the place in the doctor's queue. */
    private Uni<Void> walkIn(CloudEvent event) {
        Visit visit = event.as(Visit.class);
        return visit.appointmentId() != null ? Uni.createFrom().voidItem() : note(visit, visit.queueEntryId());
    }

    private Uni<Void> note(Visit visit, UUID id) {
        if (visit.doctorSubject() == null) return Uni.createFrom().voidItem();
        boolean active = !"cancelled".equals(visit.status());
        return care.note(id, visit.version(), visit.doctorSubject(), visit.patientId(), active);
    }

    record Visit(
            UUID appointmentId, UUID queueEntryId, long version, UUID patientId, String doctorSubject, String status) {}
}
