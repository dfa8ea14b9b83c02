package polyclinic.asset.people;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import polyclinic.commons.event.CloudEvent;
import polyclinic.commons.event.Deliveries;

/** Listens to {@code appointment.events}; every event of an appointment carries the whole of it. */
@ApplicationScoped
class AppointmentEvents {
    private final Deliveries deliveries;
    private final Care care;

    AppointmentEvents(Deliveries deliveries, Care care) {
        this.deliveries = deliveries;
        this.care = care;
    }

    record Appointment(UUID appointmentId, long version, UUID patientId, String doctorSubject, String status) {}

    @Incoming("appointments")
    Uni<Void> on(ConsumerRecord<String, String> message) {
        return deliveries.handle(message, this::on);
    }

    private Uni<Void> on(CloudEvent event) {
        if (!event.type().startsWith("appointment.")) return Uni.createFrom().voidItem();
        Appointment seen = event.as(Appointment.class);
        return care.appointment(
                seen.appointmentId(),
                seen.version(),
                seen.doctorSubject(),
                seen.patientId(),
                "cancelled".equals(seen.status()));
    }
}
