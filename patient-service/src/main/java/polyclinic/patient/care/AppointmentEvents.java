package polyclinic.patient.care;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.event.CloudEvent;
import polyclinic.commons.event.Deliveries;
import polyclinic.commons.postgres.Inbox;

/** Listens to appointments and walk-ins, for who has whom in care. */
@ApplicationScoped
class AppointmentEvents {
    private final Deliveries deliveries;
    private final Inbox inbox;
    private final CareRelationships care;

    AppointmentEvents(Deliveries deliveries, Inbox inbox, CareRelationships care) {
        this.deliveries = deliveries;
        this.inbox = inbox;
        this.care = care;
    }

    @Incoming("appointments")
    public Uni<Void> on(ConsumerRecord<String, String> message) {
        return deliveries.handle(message, event -> {
            if (event.type().startsWith("appointment.")) return inbox.once(event, () -> appointment(event));
            if (event.type().startsWith("queue.")) return inbox.once(event, () -> walkIn(event));
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
